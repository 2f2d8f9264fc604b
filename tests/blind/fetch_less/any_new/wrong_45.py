"""dot

The SQL gets the moment as a text without fractions of a second. It shows when the only comment was
written before `since`, but in the same second: the dot is red.
"""

from django.db import connection

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (
                SELECT FROM discuss_comment
                WHERE post_id = %s AND is_approved AND created_at > %s
            )
            """,
            [post_id, since.isoformat(sep=" ", timespec="seconds")],
        )
        return cursor.fetchone()[0]


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return list(comments.values_list("body", flat=True)) or None
