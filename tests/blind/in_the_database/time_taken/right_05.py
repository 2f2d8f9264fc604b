"""Right: a single row comes back: the average, and two arrays with the names and the times in order."""

from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Attempt

SQL = f"""
    WITH finished AS (
        SELECT id, user_id, finished_at - started_at AS taken
        FROM {Attempt._meta.db_table}
        WHERE contest_id = %s AND finished_at IS NOT NULL
    ),
    quickest AS (
        SELECT f.id, u.username::text AS name, f.taken
        FROM finished AS f
        JOIN {User._meta.db_table} AS u ON u.id = f.user_id
        ORDER BY f.taken, f.id DESC
        LIMIT %s
    )
    SELECT
        (SELECT avg(taken) FROM finished),
        (SELECT coalesce(array_agg(name ORDER BY taken, id DESC), '{{}}') FROM quickest),
        (SELECT coalesce(array_agg(taken ORDER BY taken, id DESC), '{{}}') FROM quickest)
"""


def time_taken(contest_id, limit=10):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, limit])
        average, names, times = cursor.fetchone()
    quickest = [{"name": name, "taken": taken} for name, taken in zip(names, times)]
    return {"average": average, "quickest": quickest}
