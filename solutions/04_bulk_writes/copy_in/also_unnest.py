"""No COPY: an INSERT from arrays, 500 rows at a time in one transaction, and no model instances."""

from itertools import islice
from operator import itemgetter

from django.db import connection, transaction

INSERT = """
    INSERT INTO discuss_comment (post_id, author_id, created_at, body, is_approved)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::text[], %s::bool[])
"""
VALUES = itemgetter("post", "author", "created_at", "body", "is_approved")


@transaction.atomic
def load(rows):
    rows, number = iter(rows), 0
    with connection.cursor() as cursor:
        while block := list(islice(rows, 500)):
            cursor.execute(INSERT, [list(column) for column in zip(*map(VALUES, block))])
            number += len(block)
    return number
