"""Decorators retry and limit what is one locking SELECT and one statement that moves and counts."""

import functools
import random
import time
from contextlib import contextmanager

import psycopg
from django.db import Error, connection, transaction

LOCK = "SELECT id FROM discuss_post WHERE id IN (%s, %s) ORDER BY id FOR NO KEY UPDATE"

MOVE = """
WITH moved AS (
    UPDATE discuss_comment SET post_id = %(target)s WHERE post_id = %(source)s
    RETURNING is_approved
), counted AS (
    SELECT count(*) AS moved, count(*) FILTER (WHERE is_approved) AS approved FROM moved
), kept AS (
    UPDATE discuss_post AS post
    SET kept_comments = post.kept_comments
        + CASE post.id WHEN %(target)s THEN counted.approved ELSE -counted.approved END
    FROM counted
    WHERE post.id IN (%(source)s, %(target)s)
)
SELECT moved FROM counted
"""


def again(times):
    """Call a function anew if the database ended its transaction in favour of another one's."""

    def decorate(function):
        @functools.wraps(function)
        def retrying(*args):
            for time_left in reversed(range(times + 1)):
                try:
                    return function(*args)
                except Error as error:
                    lost = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
                    if not time_left or not isinstance(error.__cause__, lost):
                        raise
                    time.sleep(random.uniform(0.01, 0.05))

        return retrying

    return decorate


@contextmanager
def limit(cursor, patience):
    """Wait so long for a lock, in a transaction; an error's rollback ends that as well."""
    cursor.execute(
        "SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, true)", [patience]
    )
    before, _ = cursor.fetchone()
    yield
    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])


@again(times=5)
@transaction.atomic
def move(source, target):
    with connection.cursor() as cursor, limit(cursor, "2000ms"):
        cursor.execute(LOCK, [source, target])
        # A statement of its own: it sees what was committed while we waited.
        cursor.execute(MOVE, {"source": source, "target": target})
        return cursor.fetchone()[0]
