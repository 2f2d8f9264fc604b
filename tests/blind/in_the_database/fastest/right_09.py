"""Right: SQL on a cursor, with the attempts cut off before the join; it returns a list of dicts, not a query set."""

from django.db import connection
from django.db.models import F, Index, Q

from arena.accounts.models import User
from arena.contests.models import Attempt

INDEX = Index(
    F("finished_at") - F("started_at"),
    F("id").desc(),
    condition=Q(finished_at__isnull=False),
    name="attempt_taken",
)
SQL = f"""
    SELECT quickest.id AS attempt, u.username AS name, quickest.taken
    FROM (
        SELECT id, user_id, finished_at - started_at AS taken
        FROM {Attempt._meta.db_table}
        WHERE finished_at IS NOT NULL
        ORDER BY finished_at - started_at, id DESC
        LIMIT %s
    ) AS quickest
    JOIN {User._meta.db_table} AS u ON u.id = quickest.user_id
    ORDER BY quickest.taken, quickest.id DESC
"""


def fastest(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row)) for row in cursor]
