"""A table of points that one statement corrects; ranks are counted when the board is read.

Refreshing waits for its turn, so that an older sum never replaces a newer one. Readers never wait.
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
        # It conflicts with itself, not with readers. The next statement sees what is committed now.
        cursor.execute("LOCK TABLE hall_of_fame IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(CORRECT)


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(BOARD, [limit])
        return [dict(zip(("rank", "user", "points"), row)) for row in cursor]
