"""Raw SQL: EXISTS gives the boolean itself, and a list needs no question before it."""

from django.db import connection

NEW = "FROM discuss_comment WHERE post_id = %s AND is_approved AND created_at > %s"


def fetch(sql, post_id, since):
    since = connection.ops.adapt_datetimefield_value(since)
    with connection.cursor() as cursor:
        cursor.execute(sql, [post_id, since])
        return [value for [value] in cursor]


def any_new(post_id, since):
    [found] = fetch(f"SELECT EXISTS (SELECT 1 {NEW})", post_id, since)
    return bool(found)


def new_comments(post_id, since):
    bodies = fetch(f"SELECT body {NEW} ORDER BY created_at DESC, id DESC", post_id, since)
    return bodies if bodies else None
