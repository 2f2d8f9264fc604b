"""Averages people's averages: one attempt of one person counts as much as ten of another.

Breaks: average
Fails: answer
"""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    quickest = timed.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": timed.values("user")
        .annotate(own=Avg("taken"))
        .aggregate(average=Avg("own"))["average"],
        "quickest": list(quickest[:limit]),
    }
