"""Fetches the times of the fastest, and then all that took no longer than the last of these.

Breaks: fetched
Fails: index
"""

from django.db.models import F, Index

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = Index(TAKEN, name="attempt_taken")


def fastest(limit=20):
    finished = Attempt.objects.filter(finished_at__isnull=False).annotate(taken=TAKEN)
    times = list(finished.order_by("taken").values_list("taken", flat=True)[:limit])
    if not times:
        return []
    rows = finished.filter(taken__lte=times[-1]).order_by("taken", "-pk")
    return list(rows.values("taken", attempt=F("pk"), name=F("user__username")))[:limit]
