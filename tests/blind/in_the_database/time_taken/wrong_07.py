"""WRONG (limit: fetched): everybody who ties with the last of the list is fetched (RANK), and cut off
in Python; more than 30 rows come when many attempts took equally long.
"""

from django.db.models import Avg, F, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=F("finished_at") - F("started_at")
    )
    placed = (
        finished.annotate(
            name=F("user__username"),
            place=Window(Rank(), order_by=(F("finished_at") - F("started_at")).asc()),
        )
        .filter(place__lte=limit)
        .values("pk", "name", "taken", "place")
    )
    rows = sorted(placed, key=lambda row: (row["taken"], -row["pk"]))
    return {
        "average": finished.aggregate(average=Avg("taken"))["average"],
        "quickest": [{"name": row["name"], "taken": row["taken"]} for row in rows[:limit]],
    }
