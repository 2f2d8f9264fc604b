"""WRONG (rule: index): the query puts NULLs first and the index has them last, so the index cannot give the order and all attempts are read."""

from django.db.models import F, Index

from arena.contests.models import Attempt

INDEX = Index(
    (F("finished_at") - F("started_at")).asc(nulls_last=True),
    F("id").desc(),
    name="attempt_taken",
)


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=F("finished_at") - F("started_at"))
        .order_by(F("taken").asc(nulls_first=True), "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
