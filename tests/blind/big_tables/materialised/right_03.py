"""RIGHT: an ordinary table, brought up to date by one MERGE that writes only what has changed."""

from django.db import connection

INSTALL = [
    """
    CREATE TABLE hall_of_fame (
        user_id bigint PRIMARY KEY,
        points bigint NOT NULL,
        rank bigint NOT NULL
    )
    """,
    "CREATE INDEX hall_of_fame_best ON hall_of_fame (points, user_id)",
]

MERGE = """
MERGE INTO hall_of_fame AS kept
USING (
    SELECT user_id, sum(score) AS points, rank() OVER (ORDER BY sum(score) DESC) AS rank
    FROM contests_attempt
    WHERE score IS NOT NULL
    GROUP BY user_id
) AS fresh
ON kept.user_id = fresh.user_id
WHEN MATCHED AND (kept.points, kept.rank) IS DISTINCT FROM (fresh.points, fresh.rank) THEN
    UPDATE SET points = fresh.points, rank = fresh.rank
WHEN NOT MATCHED THEN
    INSERT (user_id, points, rank) VALUES (fresh.user_id, fresh.points, fresh.rank)
WHEN NOT MATCHED BY SOURCE THEN
    DELETE
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
        cursor.execute(MERGE)


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT rank, user_id AS "user", points
            FROM hall_of_fame
            ORDER BY points DESC, user_id DESC
            LIMIT %s
            """,
            [limit],
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
