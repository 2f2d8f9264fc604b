"""Right: raw SQL."""

from django.db import connection

NEW = "FROM discuss_comment WHERE post_id = %s AND is_approved AND created_at > %s"


def any_new(post_id, since):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT {NEW})", [post_id, since])
        (found,) = cursor.fetchone()
    return found


def new_comments(post_id, since):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT body {NEW} ORDER BY created_at DESC, id DESC", [post_id, since])
        bodies = [body for (body,) in cursor]
    return bodies or None
