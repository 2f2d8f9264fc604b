"""WRONG (rule: unfinished): nothing leaves unfinished attempts out of the list; their time is NULL,
which sorts last, so they are seen (with taken=None) when fewer than `limit` attempts are finished.
"""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id).annotate(
        taken=F("finished_at") - F("started_at")
    )
    quickest = attempts.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": attempts.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest[:limit]),
    }
