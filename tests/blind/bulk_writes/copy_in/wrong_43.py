"""all or none

Every 10,000 rows are a COPY and a transaction of their own. It shows when an export of more than 10,000 rows breaks off
(or has a bad row) later: the first 10,000 comments stay.
"""

from itertools import islice

from django.db import connection, transaction

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"
BATCH = 10_000


@transaction.atomic
def send(rows):
    number = 0
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(COPY) as copy:
            for row in rows:
                copy.write_row(
                    (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
                )
                number += 1
    return number


def load(rows):
    rows = iter(rows)
    total = 0
    while True:
        number = send(islice(rows, BATCH))
        total += number
        if number < BATCH:
            return total
