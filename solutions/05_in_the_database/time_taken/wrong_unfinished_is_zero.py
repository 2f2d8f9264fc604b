"""Counts an unfinished attempt as no time at all: the average drops, and it leads the list.

Breaks: unfinished
Fails: answer
"""

from django.db.models import Avg, F
from django.db.models.functions import Coalesce

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id)
    timed = attempts.annotate(taken=Coalesce("finished_at", "started_at") - F("started_at"))
    quickest = timed.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": timed.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest[:limit]),
    }
