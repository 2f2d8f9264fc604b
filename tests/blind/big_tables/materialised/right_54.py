"""One statement merges the fresh result into a table: it deletes who fell out, and inserts or updates only what has changed."""

from django.db import connection, transaction

FRESH = """
    SELECT user_id, rank() OVER (ORDER BY sum(score) DESC) AS rank, sum(score) AS points
    FROM contests_attempt
    WHERE score IS NOT NULL
    GROUP BY user_id
    ORDER BY points DESC, user_id DESC
    LIMIT 1000
"""
MERGE = f"""
    WITH fresh AS MATERIALIZED ({FRESH}),
    gone AS (
        DELETE FROM top_people AS old
        WHERE NOT EXISTS (SELECT FROM fresh WHERE fresh.user_id = old.user_id)
    )
    INSERT INTO top_people AS old (user_id, rank, points)
    SELECT user_id, rank, points FROM fresh
    ON CONFLICT (user_id) DO UPDATE SET rank = excluded.rank, points = excluded.points
    WHERE (old.rank, old.points) IS DISTINCT FROM (excluded.rank, excluded.points)
"""


class Hall:
    """The table of the people with the most points, at most 1,000."""

    @staticmethod
    def create(cursor):
        cursor.execute(
            "CREATE TABLE top_people (user_id bigint PRIMARY KEY, rank bigint NOT NULL, points bigint NOT NULL)"
        )

    @staticmethod
    def bring_up_to_date(cursor):
        # It makes a second refresh wait, and lets board() read.
        cursor.execute("LOCK TABLE top_people IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(MERGE)

    @staticmethod
    def best(cursor, number):
        cursor.execute(
            "SELECT rank, user_id, points FROM top_people ORDER BY points DESC, user_id DESC LIMIT %s",
            [number],
        )
        names = "rank", "user", "points"
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def install():
    """Make what is needed, and fill it."""
    with transaction.atomic(), connection.cursor() as cursor:
        Hall.create(cursor)
        Hall.bring_up_to_date(cursor)


def refresh():
    """Bring it up to date."""
    with transaction.atomic(), connection.cursor() as cursor:
        Hall.bring_up_to_date(cursor)


def board(limit=20):
    with connection.cursor() as cursor:
        return Hall.best(cursor, limit)
