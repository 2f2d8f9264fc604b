"""Adds and counts in the database and divides in Python. SUM and COUNT ignore NULL as well."""

from django.db.models import Count, F, Sum

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    total = timed.aggregate(time=Sum("taken"), number=Count("taken"))
    quickest = timed.filter(taken__isnull=False).order_by("taken", "-pk")
    return {
        "average": total["time"] / total["number"] if total["number"] else None,
        "quickest": [
            {"name": name, "taken": taken}
            for name, taken in quickest.values_list("user__username", "taken")[:limit]
        ],
    }
