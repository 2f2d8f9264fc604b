"""Counts the comments before and after: those that other clients write are counted too.

Breaks: returned
Fails: answer
"""

from django.db import connection

from arena.discuss.models import Comment

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    before = Comment.objects.count()
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(
                (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
            )
    return Comment.objects.count() - before
