"""Takes the average from the rows of the list: a list of 0 has none, and the average is None.

Breaks: average
Fails: answer
"""

from django.db.models import Avg, F, Window

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    found = timed.annotate(average=Window(Avg("taken"))).order_by("taken", "-pk")
    rows = list(found.values("user__username", "taken", "average")[:limit])
    return {
        "average": rows[0]["average"] if rows else None,
        "quickest": [{"name": row["user__username"], "taken": row["taken"]} for row in rows],
    }
