"""WRONG (rule: index): a covering partial index on the two moments; nothing in it is in the order of their difference, so all attempts are read."""

from django.db.models import F, Index, Q

from arena.contests.models import Attempt

INDEX = Index(
    "finished_at",
    "started_at",
    condition=Q(finished_at__isnull=False),
    include=["user"],
    name="attempt_taken",
)


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=F("finished_at") - F("started_at"))
        .order_by("taken", "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
