"""Plain SQL: FOR NO KEY UPDATE in the order of the keys, one UPDATE ... RETURNING that counts what it moves, one for both numbers."""

from django.db import connection, transaction
from django.db.utils import Error

LOCK = "SELECT id FROM discuss_post WHERE id IN (%s, %s) ORDER BY id FOR NO KEY UPDATE"
MOVE = """
    WITH chosen AS (
        SELECT id FROM discuss_comment WHERE post_id = %s ORDER BY id FOR NO KEY UPDATE
    ), moved AS (
        UPDATE discuss_comment AS c SET post_id = %s FROM chosen WHERE c.id = chosen.id
        RETURNING c.is_approved
    )
    SELECT count(*), count(*) FILTER (WHERE is_approved) FROM moved
"""
COUNT = """
    UPDATE discuss_post
    SET kept_comments = kept_comments + CASE id WHEN %s THEN -%s::int ELSE %s::int END
    WHERE id IN (%s, %s)
"""
RETRIES = 5


def move(source, target):
    tried = 0
    while True:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                return run(cursor, source, target)
        except Error as error:
            state = getattr(error.__cause__, "sqlstate", "")
            if state not in ("40P01", "40001") or tried == RETRIES:
                raise
            tried += 1


def run(cursor, source, target):
    cursor.execute("SHOW lock_timeout")
    (old,) = cursor.fetchone()
    cursor.execute("SET LOCAL lock_timeout = '2s'")
    cursor.execute(LOCK, [source, target])
    cursor.fetchall()
    cursor.execute(MOVE, [source, target])
    moved, approved = cursor.fetchone()
    cursor.execute(COUNT, [source, approved, approved, source, target])
    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [old])
    return moved
