"""An advisory lock lets one move() at a time in, so the posts are touched last, and shortly."""

import psycopg
from django.db import DatabaseError, connection, transaction

TRIES = 1 + 3
MOVES = 5_820_774_119  # the number of the lock

MOVE = """
WITH moved AS (
    UPDATE discuss_comment SET post_id = %(target)s WHERE post_id = %(source)s
    RETURNING is_approved
)
SELECT count(*), count(*) FILTER (WHERE is_approved) FROM moved
"""
KEEP = "UPDATE discuss_post SET kept_comments = kept_comments + %s WHERE id = %s"


def move(source, target):
    left = TRIES
    while True:
        left -= 1
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                return _move(cursor, source, target)
        except (DatabaseError, psycopg.Error) as error:
            sqlstate = getattr(error.__cause__ or error, "sqlstate", None)
            if not left or sqlstate not in ("40P01", "40001"):
                raise


def _move(cursor, source, target):
    cursor.execute("SELECT current_setting('lock_timeout')")
    (patience,) = cursor.fetchone()
    cursor.execute("SET LOCAL lock_timeout = '1800ms'")
    # One for all, until the end of the transaction, even if the caller moves more in it: then there
    # is no order in which two could wait for each other.
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MOVES])
    cursor.execute(MOVE, {"source": source, "target": target})
    moved, approved = cursor.fetchone()
    for post, difference in sorted([(source, -approved), (target, approved)]):
        cursor.execute(KEEP, [difference, post])
    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [patience])
    return moved
