"""Marks the winner while it is at it, so every visitor of a page writes a row and locks it.

Breaks: no writes
Fails: work
"""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    quickest = timed.order_by("taken", "-pk").values("taken", name=F("user__username"))
    attempts.filter(pk__in=timed.order_by("taken", "-pk").values("pk")[:1]).update(medal="gold")
    return {
        "average": timed.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest[:limit]),
    }
