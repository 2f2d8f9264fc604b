"""The index stores the start minus the end, and the query sorts by the end minus the start.

PostgreSQL does no algebra: the expression has to be the same.

Breaks: index
Fails: index
"""

from django.db.models import F, Index

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = Index(F("started_at") - F("finished_at"), name="attempt_taken")


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .order_by("taken", "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
