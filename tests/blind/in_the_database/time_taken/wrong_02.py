"""WRONG (rule: quickest): ties go to the attempt that was started later, not to the higher key; that
differs only if an attempt with a lower key was started later (imported, for example).
"""

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
