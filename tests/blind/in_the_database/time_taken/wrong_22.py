"""WRONG (rule: quickest): sorted by the time alone, so ties come as they lie, not by the higher key."""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=F("finished_at") - F("started_at")
    )
    quickest = finished.order_by("taken").values("taken", name=F("user__username"))[:limit]
    return {
        "average": finished.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest),
    }
