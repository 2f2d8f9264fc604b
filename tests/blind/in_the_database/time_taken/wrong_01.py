"""WRONG (rule: average): each time is rounded to whole seconds before it is averaged, so the average
may be half a second off; it is right if all times are whole seconds.
"""

from datetime import timedelta

from django.db.models import Avg, F, Func, IntegerField
from django.db.models.functions import Cast

from arena.contests.models import Attempt


class Seconds(Func):
    """How many seconds an interval is long."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)"
    output_field = IntegerField()


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=F("finished_at") - F("started_at")
    )
    seconds = finished.aggregate(average=Avg(Cast(Seconds(F("taken")), IntegerField())))["average"]
    quickest = finished.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": None if seconds is None else timedelta(seconds=float(seconds)),
        "quickest": list(quickest[:limit]),
    }
