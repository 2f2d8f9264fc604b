"""Right: Attempt.objects.raw() for the quickest (an instance for each, with two more attributes), Avg for the rest."""

from django.db.models import Avg, F

from arena.accounts.models import User
from arena.contests.models import Attempt

QUICKEST = f"""
    SELECT a.id, u.username AS name, a.finished_at - a.started_at AS taken
    FROM {Attempt._meta.db_table} AS a
    JOIN {User._meta.db_table} AS u ON u.id = a.user_id
    WHERE a.contest_id = %s AND a.finished_at IS NOT NULL
    ORDER BY 3, 1 DESC
    LIMIT %s
"""


def time_taken(contest_id, limit=10):
    # avg() leaves NULL out, and the time of an unfinished attempt is NULL.
    overall = Attempt.objects.filter(contest=contest_id).aggregate(
        average=Avg(F("finished_at") - F("started_at"))
    )
    return {
        "average": overall["average"],
        "quickest": [
            {"name": attempt.name, "taken": attempt.taken}
            for attempt in Attempt.objects.raw(QUICKEST, [contest_id, limit])
        ],
    }
