"""The database makes the list, but Python makes the average from all times.

sum() needs every single value: a row for each attempt, to get one number.

Breaks: fetched
Fails: work
"""

from datetime import timedelta

from django.db.models import F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    quickest = timed.order_by("taken", "-pk").values("taken", name=F("user__username"))
    times = timed.values_list("taken", flat=True)
    return {
        "average": sum(times, timedelta()) / len(times) if times else None,
        "quickest": list(quickest[:limit]),
    }
