"""Breaks quickest: ties go to the lower key.

It sorts by "taken" and then "pk", so of two attempts that took equally long the older one comes first.
"""

from django.db.models import Avg, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=F("finished_at") - F("started_at")
    )
    return {
        "average": finished.aggregate(average=Avg("taken"))["average"],
        "quickest": list(finished.order_by("taken", "pk").values("taken", name=F("user__username"))[:limit]),
    }
