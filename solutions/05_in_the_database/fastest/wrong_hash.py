"""A hash index finds equal values. It has no order.

Breaks: index
Fails: index
"""

from django.contrib.postgres.indexes import HashIndex
from django.db.models import F

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = HashIndex(TAKEN, name="attempt_taken")


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .order_by("taken", "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
