"""RIGHT: raw SQL; what UPDATE ... RETURNING gives back is counted, so the numbers fit whatever was moved."""

from django.db import DatabaseError, connection, transaction

from arena.discuss.models import Comment, Post

COMMENTS, POSTS = Comment._meta.db_table, Post._meta.db_table


def _attempt(source, target):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        old = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('lock_timeout', '2500ms', true)")
        cursor.execute(
            f"SELECT id FROM {POSTS} WHERE id IN (%s, %s) ORDER BY id FOR NO KEY UPDATE",
            [source, target],
        )
        cursor.fetchall()
        cursor.execute(
            f"UPDATE {COMMENTS} SET post_id = %s WHERE post_id = %s RETURNING is_approved",
            [target, source],
        )
        flags = [flag for (flag,) in cursor.fetchall()]
        approved = sum(flags)
        cursor.execute(
            f"UPDATE {POSTS} SET kept_comments = kept_comments - %s WHERE id = %s",
            [approved, source],
        )
        cursor.execute(
            f"UPDATE {POSTS} SET kept_comments = kept_comments + %s WHERE id = %s",
            [approved, target],
        )
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [old])
        return len(flags)


def move(source, target):
    left = 4
    while True:
        try:
            return _attempt(source, target)
        except DatabaseError as error:
            state = getattr(error.__cause__, "sqlstate", getattr(error.__cause__, "pgcode", None))
            if state not in ("40P01", "40001") or not left:
                raise
            left -= 1
