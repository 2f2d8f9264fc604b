"""Right: one statement; the average is a row of its own, and the quickest are joined to it (LEFT JOIN ... ON TRUE)."""

from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Attempt

SQL = f"""
    WITH finished AS MATERIALIZED (
        SELECT id, user_id, finished_at - started_at AS taken
        FROM {Attempt._meta.db_table}
        WHERE contest_id = %s AND finished_at IS NOT NULL
    ),
    quickest AS (
        SELECT id, user_id, taken FROM finished ORDER BY taken, id DESC LIMIT %s
    )
    SELECT overall.average, u.username, q.taken
    FROM (SELECT avg(taken) AS average FROM finished) AS overall
    LEFT JOIN (quickest AS q JOIN {User._meta.db_table} AS u ON u.id = q.user_id) ON TRUE
    ORDER BY q.taken, q.id DESC
"""


def time_taken(contest_id, limit=10):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, limit])
        rows = cursor.fetchall()
    return {
        "average": rows[0][0],
        # Without any attempt, the one row has no name.
        "quickest": [
            {"name": name, "taken": taken} for _, name, taken in rows if name is not None
        ],
    }
