"""WRONG (limit: fetched): select_related() without a name makes the contest too, three instances for
each row; a list of 7 or more is more than 20 instances.
"""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=F("finished_at") - F("started_at")
    )
    quickest = finished.select_related().order_by("taken", "-pk")
    return {
        "average": finished.aggregate(average=Avg("taken"))["average"],
        "quickest": [
            {"name": attempt.user.username, "taken": attempt.taken} for attempt in quickest[:limit]
        ],
    }
