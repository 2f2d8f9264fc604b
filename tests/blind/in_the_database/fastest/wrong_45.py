"""nothing else (another column matters)

Attempts at contests that are not listed any more are left out of the records of the whole site. It shows when a fast attempt's
contest has is_listed=False.
"""

from django.db.models import F, Index, Q

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = Index(
    TAKEN.asc(),
    F("id").desc(),
    name="attempt_taken",
    condition=Q(finished_at__isnull=False),
)


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False, contest__is_listed=True)
        .annotate(taken=TAKEN)
        .order_by("taken", "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
