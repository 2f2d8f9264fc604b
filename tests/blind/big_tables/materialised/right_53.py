"""Each refresh writes a new edition and deletes the old one with one statement; board() reads the newest edition that is committed."""

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
LOCK = "LOCK TABLE fame IN EXCLUSIVE MODE"  # does not stop readers, only another refresh
# Both parts see the table as it was before: all of it goes, and the new edition comes, also if it is empty.
REPLACE = """
    WITH old AS (DELETE FROM fame)
    INSERT INTO fame (edition, place, rank, user_id, points)
    SELECT (SELECT coalesce(max(edition), 0) + 1 FROM fame),
           row_number() OVER (ORDER BY points DESC, user_id DESC) AS place,
           rank() OVER (ORDER BY points DESC),
           user_id,
           points
    FROM (
        SELECT user_id, sum(score) AS points
        FROM contests_attempt
        WHERE score IS NOT NULL
        GROUP BY user_id
    ) AS totals
    ORDER BY place
    LIMIT 1000
"""
READ = """
    SELECT rank, user_id, points FROM fame
    WHERE edition = (SELECT max(edition) FROM fame) AND place <= %s
    ORDER BY place
"""


def install():
    """Make what is needed, and fill it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
        refresh()


def refresh():
    """Bring it up to date."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(REPLACE)


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(READ, [limit])
        return [{"rank": rank, "user": user, "points": points} for rank, user, points in cursor]
