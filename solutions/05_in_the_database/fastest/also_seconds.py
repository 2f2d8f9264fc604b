"""The index and the query agree on another expression: the number of seconds."""

from django.db.models import F, Index
from django.db.models.functions import Extract

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = Index(Extract(TAKEN, "epoch"), name="attempt_taken")


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .order_by(Extract(TAKEN, "epoch"), "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
