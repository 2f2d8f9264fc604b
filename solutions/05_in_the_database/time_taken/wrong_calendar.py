"""Subtracts with age(), which counts calendar months: in a timedelta each of them is 30 days.

From 1 February to 1 March 2023 are 28 days, and age() says one month.

Breaks: average
Fails: answer
"""

from django.db.models import Avg, DurationField, F, Func

from arena.contests.models import Attempt

TAKEN = Func("finished_at", "started_at", function="AGE", output_field=DurationField())


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.annotate(taken=TAKEN)
    quickest = timed.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": timed.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest[:limit]),
    }
