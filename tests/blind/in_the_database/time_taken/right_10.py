"""Right: places by ROW_NUMBER() in SQL, compared with the limit; named columns, and the average in a scalar subquery."""

from collections import namedtuple

from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Attempt

SQL = f"""
    SELECT 0 AS place, NULL AS name, avg(finished_at - started_at) AS taken
    FROM {Attempt._meta.db_table}
    WHERE contest_id = %(contest)s
    UNION ALL
    SELECT placed.place, u.username, placed.taken
    FROM (
        SELECT
            user_id,
            finished_at - started_at AS taken,
            row_number() OVER (ORDER BY finished_at - started_at, id DESC) AS place
        FROM {Attempt._meta.db_table}
        WHERE contest_id = %(contest)s AND finished_at IS NOT NULL
    ) AS placed
    JOIN {User._meta.db_table} AS u ON u.id = placed.user_id
    WHERE %(limit)s::bigint IS NULL OR placed.place <= %(limit)s::bigint
    ORDER BY place
"""
Row = namedtuple("Row", ["place", "name", "taken"])


def time_taken(contest_id, limit=10):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"contest": contest_id, "limit": limit})
        overall, *quickest = map(Row._make, cursor.fetchall())
    return {
        "average": overall.taken,
        "quickest": [{"name": row.name, "taken": row.taken} for row in quickest],
    }
