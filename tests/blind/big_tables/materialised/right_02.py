"""RIGHT: every refresh writes a new edition and removes the older ones, in one transaction; board() finds
the newest edition and its rows in one statement.
"""

from django.db import connection, transaction

TABLE = """
CREATE TABLE fame (
    edition bigint NOT NULL,
    place integer NOT NULL,
    rank bigint NOT NULL,
    user_id bigint NOT NULL,
    points bigint NOT NULL,
    PRIMARY KEY (edition, place)
)
"""

WRITE = """
INSERT INTO fame (edition, place, rank, user_id, points)
SELECT
    %s,
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

READ = """
SELECT rank, user_id, points
FROM fame
WHERE edition = (SELECT max(edition) FROM fame)
ORDER BY place
LIMIT %s
"""


def install():
    """Make what is needed, and fill it."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    refresh()


def refresh():
    """Bring it up to date."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(edition), 0) + 1 FROM fame")
        edition = cursor.fetchone()[0]
        cursor.execute(WRITE, [edition])
        cursor.execute("DELETE FROM fame WHERE edition < %s", [edition])


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(READ, [limit])
        return [dict(zip(("rank", "user", "points"), row)) for row in cursor.fetchall()]
