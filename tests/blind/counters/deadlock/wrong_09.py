"""Wrong, liking: FOR UPDATE locks out the foreign key of a new like, so a visitor who likes one of the posts
waits until move() is done."""

import random
import time

from django.db import DatabaseError, connection, transaction

ATTEMPTS = 6
AGAIN = {"40P01", "40001"}

LOCK = "SELECT id FROM discuss_post WHERE id IN (%s, %s) ORDER BY id FOR UPDATE"
MOVE = """
    WITH moved AS (
        UPDATE discuss_comment SET post_id = %s WHERE post_id = %s RETURNING is_approved
    )
    SELECT count(*), count(*) FILTER (WHERE is_approved) FROM moved
"""
COUNT = """
    UPDATE discuss_post
    SET kept_comments = kept_comments + CASE id WHEN %s THEN %s ELSE %s END
    WHERE id IN (%s, %s)
"""


@transaction.atomic
def move_once(source, target):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', '2s', true)")
        cursor.execute(LOCK, [source, target])
        cursor.execute(MOVE, [target, source])
        number, approved = cursor.fetchone()
        cursor.execute(COUNT, [target, approved, -approved, source, target])
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])
    return number


def move(source, target):
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return move_once(source, target)
        except DatabaseError as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if state not in AGAIN or attempt == ATTEMPTS:
                raise
            time.sleep(random.uniform(0.01, 0.05) * attempt)
