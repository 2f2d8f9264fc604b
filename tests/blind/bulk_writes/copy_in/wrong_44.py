"""all or none

COPY is told to skip rows whose values don't convert (ON_ERROR ignore). It shows for a row with a post of "x" or 2 ** 70,
or created_at "soon": no error is raised, the other rows are written, and that row is counted.
"""

from django.db import connection, transaction

COPY = """
    COPY discuss_comment (post_id, author_id, created_at, body, is_approved)
    FROM STDIN (ON_ERROR ignore)
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
