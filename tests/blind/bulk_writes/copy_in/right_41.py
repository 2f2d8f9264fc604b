"""Writes each row straight into COPY in text format, which psycopg escapes, inside of one transaction."""

from django.db import connection, transaction

COPY = """
    COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN
"""


@transaction.atomic
def load(rows):
    number = 0
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(COPY) as copy:
            for row in rows:
                copy.write_row(
                    (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
                )
                number += 1
    return number
