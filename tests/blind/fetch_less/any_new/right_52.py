"""Two statements in SQL: SELECT EXISTS for the dot, and the sorted bodies for the list."""

from django.db import connection

NEW = "FROM discuss_comment WHERE post_id = %s AND is_approved AND created_at > %s"


def any_new(post_id, since):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 {NEW})", [post_id, since])
        (found,) = cursor.fetchone()
    return bool(found)


def new_comments(post_id, since):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT body {NEW} ORDER BY created_at DESC, id DESC", [post_id, since])
        rows = cursor.fetchall()
    if not rows:
        return None
    return [body for (body,) in rows]
