"""Two statements of SQL: EXISTS answers with one row, and the bodies come in order."""

from django.db import connection

from arena.discuss.models import Comment

NEW = "FROM discuss_comment WHERE post_id = %s AND is_approved AND created_at > %s"


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 {NEW})", [post_id, since])
        [answer] = cursor.fetchone()
    return answer


def new_comments(post_id, since):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT body {NEW} ORDER BY created_at DESC, id DESC", [post_id, since])
        bodies = [body for [body] in cursor.fetchall()]
    return bodies or None
