"""quickest: ties do not go to the higher key, but to the later start.

The key only decides between attempts that began together too. It shows when of two attempts that
took equally long the one with the higher key began earlier."""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=F("finished_at") - F("started_at")
    )
    quickest = finished.order_by("taken", "-started_at", "-pk")
    return {
        "average": finished.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest.values("taken", name=F("user__username"))[:limit]),
    }
