"""The ORM subtracts with F(), averages with Avg and sorts; the names come with values()."""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=F("finished_at") - F("started_at")
    )
    quickest = finished.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": finished.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest[:limit]),
    }
