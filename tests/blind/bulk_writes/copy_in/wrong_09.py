"""WRONG (limit: memory): COPY is used, but only after each row has become a model instance and all of
them are in a list; for 5,000 rows that is some megabytes.
"""

from operator import attrgetter

from django.db import connection, transaction

from arena.discuss.models import Comment

SQL = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def _comment(row):
    return Comment(
        post_id=row["post"],
        author_id=row["author"],
        created_at=row["created_at"],
        body=row["body"],
        is_approved=row["is_approved"],
    )


def load(rows):
    # All of the export is read before the transaction begins, so that it stays short.
    comments = [_comment(row) for row in rows]
    record_of = attrgetter("post_id", "author_id", "created_at", "body", "is_approved")
    with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
        with cursor.copy(SQL) as copy:
            for comment in comments:
                copy.write_row(record_of(comment))
    return len(comments)
