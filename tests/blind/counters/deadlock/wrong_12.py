"""Wrong, moved: the approved comments are counted before the posts are locked. A comment whose
transaction commits while move() waits for the lock is moved, but not taken over in the numbers."""

import random
import time

from django.db import DatabaseError, connection, transaction

ATTEMPTS = 6
AGAIN = {"40P01", "40001"}

LOCK = "SELECT id FROM discuss_post WHERE id IN (%s, %s) ORDER BY id FOR NO KEY UPDATE"
MOVE = "UPDATE discuss_comment SET post_id = %s WHERE post_id = %s"
APPROVED = "SELECT count(*) FROM discuss_comment WHERE post_id = %s AND is_approved"
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
        cursor.execute(APPROVED, [source])
        (approved,) = cursor.fetchone()
        cursor.execute(LOCK, [source, target])
        cursor.execute(MOVE, [target, source])
        number = cursor.rowcount
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
