"""Right: two statements of SQL on one cursor, avg() and ORDER BY ... LIMIT."""

from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Attempt

AVERAGE = f"""
    SELECT avg(finished_at - started_at)
    FROM {Attempt._meta.db_table}
    WHERE contest_id = %s AND finished_at IS NOT NULL
"""
QUICKEST = f"""
    SELECT u.username, a.finished_at - a.started_at AS taken
    FROM {Attempt._meta.db_table} AS a
    JOIN {User._meta.db_table} AS u ON u.id = a.user_id
    WHERE a.contest_id = %s AND a.finished_at IS NOT NULL
    ORDER BY taken, a.id DESC
    LIMIT %s
"""


def time_taken(contest_id, limit=10):
    with connection.cursor() as cursor:
        cursor.execute(AVERAGE, [contest_id])
        (average,) = cursor.fetchone()
        cursor.execute(QUICKEST, [contest_id, limit])
        quickest = [{"name": name, "taken": taken} for name, taken in cursor]
    return {"average": average, "quickest": quickest}
