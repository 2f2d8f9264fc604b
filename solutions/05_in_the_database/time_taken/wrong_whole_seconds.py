"""Extracts the seconds of the average and drops their fraction.

Breaks: average
Fails: answer
"""

from datetime import timedelta

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    quickest = timed.order_by("taken", "-pk").values("taken", name=F("user__username"))
    average = timed.aggregate(average=Avg("taken"))["average"]
    return {
        "average": None if average is None else timedelta(seconds=int(average.total_seconds())),
        "quickest": list(quickest[:limit]),
    }
