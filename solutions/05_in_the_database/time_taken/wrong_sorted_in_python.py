"""The database computes each time, and Python sorts and averages them: a row for each attempt.

Breaks: fetched
Fails: work
"""

from datetime import timedelta

from django.db.models import F

from arena.contests.models import Attempt


def order(row):
    return row[0], -row[1]


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    rows = sorted(timed.values_list("taken", "pk", "user__username"), key=order)
    taken = [time for time, _, _ in rows]
    return {
        "average": sum(taken, timedelta()) / len(taken) if taken else None,
        "quickest": [{"name": name, "taken": time} for time, _, name in rows[:limit]],
    }
