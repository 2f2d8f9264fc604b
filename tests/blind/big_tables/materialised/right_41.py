"""A materialised view with a unique index, so that PostgreSQL refreshes it beside its readers."""

from django.db import connection, transaction

VIEW = """
CREATE MATERIALIZED VIEW hall_of_fame AS
SELECT user_id, sum(score)::bigint AS points
FROM contests_attempt
WHERE score IS NOT NULL
GROUP BY user_id
"""
# Nobody above the last place is missing, so the first places suffice to count ranks.
BOARD = """
SELECT rank() OVER (ORDER BY points DESC), user_id, points
FROM (
    SELECT user_id, points FROM hall_of_fame ORDER BY points DESC, user_id DESC LIMIT %s
) AS first
ORDER BY points DESC, user_id DESC
"""


def install():
    """Make what is needed, and fill it."""
    with connection.cursor() as cursor:
        cursor.execute(VIEW)
        # CONCURRENTLY needs a unique index of all rows.
        cursor.execute("CREATE UNIQUE INDEX hall_of_fame_user ON hall_of_fame (user_id)")
        cursor.execute(
            "CREATE INDEX hall_of_fame_points ON hall_of_fame (points DESC, user_id DESC)"
        )


def refresh():
    """Bring it up to date."""
    with transaction.atomic(), connection.cursor() as cursor:
        # REFRESH looks at the attempts as of before its own wait for another one: wait here.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('hall_of_fame'))")
        cursor.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY hall_of_fame")


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(BOARD, [limit])
        return [
            {"rank": rank, "user": user, "points": points}
            for rank, user, points in cursor.fetchall()
        ]
