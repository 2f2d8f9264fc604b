"""Fetches all attempts that are as quick as the last of the list, and cuts the list in Python.

Breaks: fetched
Fails: work
"""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    last = timed.order_by("taken").values("taken")[max(limit - 1, 0) : limit or 1]
    quickest = timed.order_by("taken", "-pk").values("taken", name=F("user__username"))
    for row in last:
        quickest = quickest.filter(taken__lte=row["taken"])
    return {
        "average": timed.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest)[:limit],
    }
