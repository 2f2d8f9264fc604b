"""executemany(), a block of rows at a time: no model instances, but one statement for every row.

Breaks: speed
Fails: speed
"""

from itertools import islice
from operator import itemgetter

from django.db import connection, transaction

INSERT = """
    INSERT INTO discuss_comment (post_id, author_id, created_at, body, is_approved)
    VALUES (%s, %s, %s, %s, %s)
"""
VALUES = itemgetter("post", "author", "created_at", "body", "is_approved")


@transaction.atomic
def load(rows):
    rows, number = iter(rows), 0
    with connection.cursor() as cursor:
        while block := [VALUES(row) for row in islice(rows, 200)]:
            cursor.executemany(INSERT, block)
            number += len(block)
    return number
