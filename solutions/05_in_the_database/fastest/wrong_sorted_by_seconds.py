"""The index is right, but the query sorts by another expression: the seconds of the difference.

Breaks: index
Fails: index
"""

from django.db.models import F, Index
from django.db.models.functions import Extract

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = Index(TAKEN.asc(), F("id").desc(), name="attempt_taken")


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .order_by(Extract("taken", "epoch"), "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
