"""psycopg's own cursor, below Django's: COPY is its method."""

from django.db import connection

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    number = 0
    connection.ensure_connection()
    with connection.connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(
                (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
            )
            number += 1
    return number
