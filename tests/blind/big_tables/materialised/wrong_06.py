"""WRONG: as of. The upsert never removes anybody: who has no scored attempt any more (deleted, or the
score taken back) stays on the board with the old points.
"""

from django.db import connection

FILL = """
INSERT INTO hall_of_fame AS old (user_id, points, rank)
SELECT user_id, sum(score), rank() OVER (ORDER BY sum(score) DESC)
FROM contests_attempt WHERE score IS NOT NULL GROUP BY user_id
ON CONFLICT (user_id) DO UPDATE SET points = excluded.points, rank = excluded.rank
WHERE (old.points, old.rank) IS DISTINCT FROM (excluded.points, excluded.rank)
"""


def install():
    """Make what is needed, and fill it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE hall_of_fame"
            " (user_id bigint PRIMARY KEY, points bigint NOT NULL, rank bigint NOT NULL)"
        )
        cursor.execute("CREATE INDEX hall_order ON hall_of_fame (points DESC, user_id DESC)")
    refresh()


def refresh():
    """Bring it up to date."""
    with connection.cursor() as cursor:
        cursor.execute(FILL)


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rank, user_id, points FROM hall_of_fame "
            "ORDER BY points DESC, user_id DESC LIMIT %s",
            [limit],
        )
        return [dict(zip(("rank", "user", "points"), row)) for row in cursor.fetchall()]
