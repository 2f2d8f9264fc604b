"""SUM of nothing is NULL, and NULL sorts first where the highest is first.

Breaks: rows
Fails: answer
"""

from django.db import connection

INSTALL = """
    CREATE MATERIALIZED VIEW hall_of_fame AS
        SELECT rank() OVER (ORDER BY sum(score) DESC) AS rank, user_id, sum(score) AS points
        FROM contests_attempt GROUP BY user_id;
    CREATE UNIQUE INDEX hall_of_fame_order ON hall_of_fame (rank, user_id DESC);
"""


def install():
    with connection.cursor() as cursor:
        cursor.execute(INSTALL)


def refresh():
    with connection.cursor() as cursor:
        cursor.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY hall_of_fame")


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rank, user_id, points FROM hall_of_fame ORDER BY rank, user_id DESC LIMIT %s",
            [limit],
        )
        return [dict(zip(("rank", "user", "points"), row, strict=True)) for row in cursor]
