"""One statement: a window function adds the average of all attempts to each row, before LIMIT.

One row is fetched even for an empty list: the average is in it.
"""

from django.db.models import Avg, F, Window

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    timed = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=F("finished_at") - F("started_at")
    )
    found = (
        timed.annotate(average=Window(Avg("taken")))
        .order_by("taken", "-pk")
        .values("user__username", "taken", "average")
    )
    rows = list(found[: max(limit, 1)])
    return {
        "average": rows[0]["average"] if rows else None,
        "quickest": [
            {"name": row["user__username"], "taken": row["taken"]} for row in rows[:limit]
        ],
    }
