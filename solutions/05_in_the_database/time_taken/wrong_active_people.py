"""Leaves out the attempts of people whose accounts are closed. The average is of all attempts.

Breaks: nothing else
Fails: answer
"""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.filter(user__is_active=True).annotate(taken=F("finished_at") - F("started_at"))
    quickest = timed.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": timed.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest[:limit]),
    }
