"""COPY, one row at a time: psycopg encodes each value, and no row stays in memory."""

from django.db import connection

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    number = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(
                (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
            )
            number += 1
    return number
