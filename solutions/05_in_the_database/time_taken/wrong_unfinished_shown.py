"""Lists unfinished attempts, whose time is NULL, among the others.

PostgreSQL sorts NULL last, so only a long list shows it. SQLite sorts it first.

Breaks: unfinished
Fails: answer
"""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    quickest = timed.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": timed.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest[:limit]),
    }
