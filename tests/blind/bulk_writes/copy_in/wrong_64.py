"""Breaks all or none: each thousand rows is a COPY with a commit of its own.

If the export breaks off after 1,500 rows, or the database refuses the row 1,200, the first 1,000 stay. With fewer
than 1,000 rows nothing shows.
"""

from itertools import islice

from django.db import connection, transaction

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    rows, number = iter(rows), 0
    while block := list(islice(rows, 1000)):
        with transaction.atomic():
            with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(COPY) as copy:
                for row in block:
                    copy.write_row(
                        (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
                    )
            connection.check_constraints()
        number += len(block)
    return number
