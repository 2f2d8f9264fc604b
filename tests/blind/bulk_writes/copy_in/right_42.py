"""Sends a few hundred rows with each binary COPY, so that the export may use the connection in between."""

from itertools import islice
from operator import itemgetter

from django.db import connection, transaction

COPY = """
    COPY discuss_comment (post_id, author_id, created_at, body, is_approved)
    FROM STDIN (FORMAT BINARY)
"""
TYPES = ["int8", "int8", "timestamptz", "text", "bool"]
BATCH = 250

columns = itemgetter("post", "author", "created_at", "body", "is_approved")


def send(cursor, batch):
    with connection.wrap_database_errors, cursor.copy(COPY) as copy:
        copy.set_types(TYPES)
        for row in batch:
            copy.write_row(row)


def load(rows):
    number = 0
    lines = map(columns, rows)
    with transaction.atomic(), connection.cursor() as cursor:
        while batch := list(islice(lines, BATCH)):
            send(cursor, batch)
            number += len(batch)
    return number
