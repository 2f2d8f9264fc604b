"""One COPY for each block, and no transaction around them: when a late row is refused, the early
blocks are already written.

Breaks: all or none
Fails: whole
"""

from itertools import islice
from operator import itemgetter

from django.db import connection

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"
VALUES = itemgetter("post", "author", "created_at", "body", "is_approved")


def load(rows):
    rows, number = iter(rows), 0
    while block := list(islice(rows, 1000)):
        with connection.cursor() as cursor, cursor.copy(COPY) as copy:
            for row in block:
                copy.write_row(VALUES(row))
        number += len(block)
    return number
