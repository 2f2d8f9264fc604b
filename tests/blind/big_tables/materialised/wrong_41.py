"""as of: older than the last refresh(), after two that overlap.

The statement that corrects the table takes no lock before it adds up. Where a slow refresh() began
before a change and ends after a quick one that saw it, it writes its older sums over the newer.
"""

from django.db import connection, transaction

TABLE = """
CREATE TABLE hall_of_fame (
    user_id bigint PRIMARY KEY,
    points bigint NOT NULL
)
"""
CORRECT = """
WITH sums AS MATERIALIZED (
    SELECT user_id, sum(score)::bigint AS points
    FROM contests_attempt
    WHERE score IS NOT NULL
    GROUP BY user_id
), gone AS (
    DELETE FROM hall_of_fame AS h
    WHERE NOT EXISTS (SELECT FROM sums WHERE sums.user_id = h.user_id)
)
INSERT INTO hall_of_fame AS h (user_id, points)
SELECT user_id, points FROM sums
ON CONFLICT (user_id) DO UPDATE SET points = EXCLUDED.points
WHERE h.points <> EXCLUDED.points
"""
BOARD = """
SELECT rank() OVER (ORDER BY points DESC), user_id, points
FROM (
    SELECT user_id, points
    FROM hall_of_fame
    ORDER BY points DESC, user_id DESC
    LIMIT %s
) AS top
ORDER BY points DESC, user_id DESC
"""


def install():
    """Make what is needed, and fill it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("CREATE INDEX hall_of_fame_points ON hall_of_fame (points, user_id)")
    refresh()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE hall_of_fame")


def refresh():
    """Bring it up to date."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CORRECT)


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(BOARD, [limit])
        return [dict(zip(("rank", "user", "points"), row)) for row in cursor]
