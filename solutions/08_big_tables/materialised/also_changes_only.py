"""A table and one upsert: like CONCURRENTLY, it writes only the people whose place has changed."""

from django.db import connection

UPSERT = """
    WITH now AS (
        SELECT rank() OVER (ORDER BY sum(score) DESC) AS rank, user_id, sum(score) AS points
        FROM contests_attempt WHERE score IS NOT NULL GROUP BY user_id
    ), gone AS (
        DELETE FROM fame WHERE NOT EXISTS (SELECT FROM now WHERE now.user_id = fame.user_id)
    )
    INSERT INTO fame SELECT * FROM now
    ON CONFLICT (user_id) DO UPDATE SET rank = excluded.rank, points = excluded.points
    WHERE (fame.rank, fame.points) IS DISTINCT FROM (excluded.rank, excluded.points)
"""


def execute(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install():
    execute(
        "CREATE TABLE fame (rank bigint, user_id bigint PRIMARY KEY, points bigint)",
        "CREATE INDEX fame_order ON fame (rank, user_id DESC)",
        UPSERT,
    )


def refresh():
    execute(UPSERT)


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM fame ORDER BY rank, user_id DESC LIMIT %s", [limit])
        return [{"rank": rank, "user": user, "points": n} for rank, user, n in cursor.fetchall()]
