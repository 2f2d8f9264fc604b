"""WRONG (rule: average): an average of zero is falsy and becomes None, although there are finished attempts."""

from django.db.models import F, Sum, Count

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=F("finished_at") - F("started_at")
    )
    whole = finished.aggregate(total=Sum("taken"), number=Count("pk"))
    quickest = finished.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": whole["total"] / whole["number"] if whole["total"] else None,
        "quickest": list(quickest[:limit]),
    }
