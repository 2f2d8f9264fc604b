"""WRONG (rule: all or none): with ON_ERROR ignore, PostgreSQL leaves out a row with a value that is not
of its column's type, such as a key too large for an integer, without an error.
"""

from django.db import connection, transaction

SQL = """
    COPY discuss_comment (post_id, author_id, created_at, body, is_approved)
    FROM STDIN WITH (FORMAT text, ON_ERROR ignore)
"""


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
