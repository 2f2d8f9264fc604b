"""WRONG (limit: fetched): the quickest are sliced, but two moments of every attempt are fetched for the average."""

from datetime import timedelta

from django.db.models import F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    times = [
        end - start for start, end in finished.values_list("started_at", "finished_at").iterator()
    ]
    quickest = (
        finished.annotate(taken=F("finished_at") - F("started_at"))
        .order_by("taken", "-pk")
        .values("taken", name=F("user__username"))
    )
    return {
        "average": sum(times, timedelta()) / len(times) if times else None,
        "quickest": list(quickest[:limit]),
    }
