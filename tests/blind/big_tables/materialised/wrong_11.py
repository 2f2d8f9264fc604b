"""Wrong, as of: the upsert never removes anybody. Whose last scored attempt was deleted, or lost its score, stays on the board."""

from django.db import connection

INSTALL = [
    "CREATE TABLE hall_of_fame (user_id bigint PRIMARY KEY, points bigint NOT NULL)",
    "CREATE INDEX hall_of_fame_order ON hall_of_fame (points DESC, user_id DESC)",
]
FILL = """
INSERT INTO hall_of_fame AS hall (user_id, points)
SELECT user_id, sum(score)
FROM contests_attempt
WHERE score IS NOT NULL
GROUP BY user_id
ON CONFLICT (user_id) DO UPDATE SET points = excluded.points WHERE hall.points <> excluded.points
"""
BOARD = """
SELECT rank() OVER (ORDER BY points DESC), user_id, points
FROM (
    SELECT user_id, points FROM hall_of_fame ORDER BY points DESC, user_id DESC LIMIT %s
) AS best
ORDER BY points DESC, user_id DESC
"""


def install():
    """Make what is needed, and fill it."""
    with connection.cursor() as cursor:
        for statement in INSTALL:
            cursor.execute(statement)
    refresh()


def refresh():
    """Bring it up to date."""
    with connection.cursor() as cursor:
        cursor.execute(FILL)


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(BOARD, [limit])
        return [
            {"rank": rank, "user": user, "points": points}
            for rank, user, points in cursor.fetchall()
        ]
