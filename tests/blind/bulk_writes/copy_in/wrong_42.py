"""all or none

csv writes None like an empty text, so a body of None, which the database would refuse (NOT NULL), becomes "". It shows
for an export in which one body is None: no error, and everything is written.
"""

import csv

from django.db import connection, transaction

COPY = """
    COPY discuss_comment (post_id, author_id, created_at, body, is_approved)
    FROM STDIN (FORMAT CSV)
"""


@transaction.atomic
def load(rows):
    number = 0
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(COPY) as copy:
            writer = csv.writer(copy, quoting=csv.QUOTE_ALL, lineterminator="\n")
            for row in rows:
                writer.writerow(
                    (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
                )
                number += 1
    return number
