"""RIGHT: cursor.copy() and write_row() for each row, counted on the way."""

from django.db import connection, transaction

SQL = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    number = 0
    with (
        transaction.atomic(),
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(SQL) as copy,
    ):
        for row in rows:
            copy.write_row(
                (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
            )
            number += 1
    return number
