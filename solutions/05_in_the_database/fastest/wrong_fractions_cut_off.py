"""Orders by whole seconds: of two attempts within one second the slower may come first.

Breaks: order
Fails: answer
"""

from django.db.models import F, Index
from django.db.models.functions import Extract, Floor

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
SECONDS = Floor(Extract(TAKEN, "epoch"))
INDEX = Index(SECONDS.asc(), F("id").desc(), name="attempt_taken")


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .order_by(SECONDS, "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
