"""Wrong, rows: a person who has scored nothing but zeros has a score, and is missing."""

from django.db import connection

INSTALL = [
    """
    CREATE MATERIALIZED VIEW hall_of_fame AS
    SELECT user_id, sum(score) AS points, rank() OVER (ORDER BY sum(score) DESC) AS rank
    FROM contests_attempt
    WHERE score > 0
    GROUP BY user_id
    """,
    "CREATE UNIQUE INDEX hall_of_fame_user ON hall_of_fame (user_id)",
    "CREATE INDEX hall_of_fame_order ON hall_of_fame (points DESC, user_id DESC)",
]


def install():
    """Make what is needed, and fill it."""
    with connection.cursor() as cursor:
        for statement in INSTALL:
            cursor.execute(statement)


def refresh():
    """Bring it up to date."""
    with connection.cursor() as cursor:
        cursor.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY hall_of_fame")


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rank, user_id, points FROM hall_of_fame"
            " ORDER BY points DESC, user_id DESC LIMIT %s",
            [limit],
        )
        return [
            {"rank": rank, "user": user, "points": points}
            for rank, user, points in cursor.fetchall()
        ]
