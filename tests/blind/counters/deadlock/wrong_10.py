"""Wrong, limit (settings): SET LOCAL holds until the end of the transaction. If the caller has one open,
its later statements have a limit of two seconds too."""

import random
import time

from django.db import DatabaseError, connection, transaction

ATTEMPTS = 6
AGAIN = {"40P01", "40001"}

LOCK = "SELECT id FROM discuss_post WHERE id IN (%s, %s) ORDER BY id FOR NO KEY UPDATE"
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
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute(LOCK, [source, target])
        cursor.execute(MOVE, [target, source])
        number, approved = cursor.fetchone()
        cursor.execute(COUNT, [target, approved, -approved, source, target])
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
