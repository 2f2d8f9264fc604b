"""Wrong, no waiting: board() asks for the newest version, then for its rows. A refresh that ends in between has deleted them: the board is empty."""

from django.db import connection, transaction

INSTALL = [
    "CREATE TABLE hall_of_fame (version bigint, place integer, rank integer, user_id bigint,"
    " points bigint, PRIMARY KEY (version, place))",
    "CREATE TABLE hall_of_fame_version (version bigint NOT NULL)",
    "INSERT INTO hall_of_fame_version VALUES (0)",
]
FILL = """
INSERT INTO hall_of_fame (version, place, rank, user_id, points)
SELECT %s,
       row_number() OVER (ORDER BY points DESC, user_id DESC),
       rank() OVER (ORDER BY points DESC),
       user_id,
       points
FROM (
    SELECT user_id, sum(score) AS points
    FROM contests_attempt
    WHERE score IS NOT NULL
    GROUP BY user_id
) AS people
ORDER BY points DESC, user_id DESC
LIMIT 1000
"""


def install():
    """Make what is needed, and fill it."""
    with connection.cursor() as cursor:
        for statement in INSTALL:
            cursor.execute(statement)
    refresh()


def refresh():
    """Bring it up to date."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE hall_of_fame_version SET version = version + 1 RETURNING version")
        (version,) = cursor.fetchone()
        cursor.execute(FILL, [version])
        cursor.execute("DELETE FROM hall_of_fame WHERE version < %s", [version])


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM hall_of_fame_version")
        (version,) = cursor.fetchone()
        cursor.execute(
            "SELECT rank, user_id, points FROM hall_of_fame"
            " WHERE version = %s AND place <= %s ORDER BY place",
            [version, limit],
        )
        return [
            {"rank": rank, "user": user, "points": points}
            for rank, user, points in cursor.fetchall()
        ]
