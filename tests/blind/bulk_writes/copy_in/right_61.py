"""psycopg's write_row() sends each row as it comes, in a transaction that also checks the foreign keys before it ends."""

from django.db import connection, transaction

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    number = 0
    with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
        with cursor.copy(COPY) as copy:
            for row in rows:
                copy.write_row((row["post"], row["author"], row["created_at"], row["body"], row["is_approved"]))
                number += 1
        connection.check_constraints()
    return number
