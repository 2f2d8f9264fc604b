"""A BRIN index stores the smallest and largest value of each part of the table. It has no order.

A BRIN index is tiny. It helps where the rows themselves lie in the order of the value.

Breaks: index
Fails: index
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db.models import F

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = BrinIndex(TAKEN, name="attempt_taken")


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .order_by("taken", "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
