"""One COPY and one transaction for each 10,000 rows: when the export breaks off after that, the
early rows are already written.

Breaks: all or none
Fails: whole
"""

from itertools import islice
from operator import itemgetter

from django.db import connection, transaction

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"
VALUES = itemgetter("post", "author", "created_at", "body", "is_approved")
BLOCK = 10_000


@transaction.atomic
def load_block(rows):
    number = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(VALUES(row))
            number += 1
    return number


def load(rows):
    rows, total = iter(rows), 0
    while number := load_block(islice(rows, BLOCK)):
        total += number
    return total
