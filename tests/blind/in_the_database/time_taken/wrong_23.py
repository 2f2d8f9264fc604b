"""WRONG (rule: average): averages the slice, so only the quickest `limit` count once there are more attempts than that."""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    quickest = (
        Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
        .annotate(taken=F("finished_at") - F("started_at"), name=F("user__username"))
        .order_by("taken", "-pk")[:limit]
    )
    return {
        "average": quickest.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest.values("name", "taken")),
    }
