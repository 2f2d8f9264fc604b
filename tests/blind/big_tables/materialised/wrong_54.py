"""rows

refresh() inserts and updates, and deletes nobody: a person whose attempts are deleted, or whose scores become NULL, stays on the
board with the old points.
"""

from django.db import connection

TABLE = """
    CREATE TABLE hall_of_fame (user_id bigint PRIMARY KEY, rank bigint NOT NULL, points bigint NOT NULL)
"""
INDEX = "CREATE INDEX hall_of_fame_order ON hall_of_fame (points DESC, user_id DESC)"
MERGE = """
    INSERT INTO hall_of_fame (user_id, rank, points)
    SELECT user_id, rank() OVER (ORDER BY sum(score) DESC), sum(score)
    FROM contests_attempt
    WHERE score IS NOT NULL
    GROUP BY user_id
    ON CONFLICT (user_id) DO UPDATE SET rank = excluded.rank, points = excluded.points
"""


def install():
    """Make what is needed, and fill it."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute(INDEX)
    refresh()


def refresh():
    """Bring it up to date."""
    with connection.cursor() as cursor:
        cursor.execute(MERGE)


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rank, user_id, points FROM hall_of_fame ORDER BY points DESC, user_id DESC LIMIT %s",
            [limit],
        )
        return [dict(zip(("rank", "user", "points"), row)) for row in cursor.fetchall()]
