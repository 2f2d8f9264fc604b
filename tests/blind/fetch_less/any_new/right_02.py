"""RIGHT: raw SQL. SELECT EXISTS always returns one row and stops at the first hit."""

from django.db import connection

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (
                SELECT 1
                FROM discuss_comment
                WHERE post_id = %s AND is_approved AND created_at > %s
            )
            """,
            [post_id, since],
        )
        return bool(cursor.fetchone()[0])


def new_comments(post_id, since):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT body
            FROM discuss_comment
            WHERE post_id = %s AND is_approved AND created_at > %s
            ORDER BY created_at DESC, id DESC
            """,
            [post_id, since],
        )
        bodies = [body for (body,) in cursor.fetchall()]
    return bodies if bodies else None
