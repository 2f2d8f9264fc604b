"""Right: the whole move is one statement's worth of locks in order, lower key first, then two UPDATEs."""

from django.db import connection, transaction
from django.db.utils import Error

RETRIES = 5


def move(source, target, retries=RETRIES):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            return _move(cursor, source, target)
    except Error as error:
        state = getattr(error.__cause__, "sqlstate", "")
        if retries == 0 or state not in {"40P01", "40001"}:
            raise
    return move(source, target, retries - 1)


def _move(cursor, source, target):
    cursor.execute(
        "SELECT setting, set_config('lock_timeout', '2500', true) FROM pg_settings "
        "WHERE name = 'lock_timeout'"
    )
    old, _ = cursor.fetchone()
    for post in sorted([int(source), int(target)]):
        cursor.execute("SELECT 1 FROM discuss_post WHERE id = %s FOR NO KEY UPDATE", [post])
    cursor.execute(
        "WITH moved AS ("
        " UPDATE discuss_comment SET post_id = %s WHERE post_id = %s RETURNING is_approved"
        ") SELECT is_approved, count(*) FROM moved GROUP BY is_approved",
        [target, source],
    )
    numbers = dict(cursor.fetchall())
    approved = numbers.get(True, 0)
    change = "UPDATE discuss_post SET kept_comments = kept_comments + %s WHERE id = %s"
    cursor.execute(change, [-approved, source])
    cursor.execute(change, [approved, target])
    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [old])
    return sum(numbers.values())
