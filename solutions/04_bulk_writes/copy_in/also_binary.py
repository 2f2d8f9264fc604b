"""COPY in binary: no value becomes text, but PostgreSQL must be told the exact type of each."""

from operator import itemgetter

from django.db import connection, transaction

COLUMNS = ("post_id", "author_id", "created_at", "body", "is_approved")
TYPES = ("int8", "int8", "timestamptz", "text", "bool")
COPY = f"COPY discuss_comment ({', '.join(COLUMNS)}) FROM STDIN (FORMAT binary)"
VALUES = itemgetter("post", "author", "created_at", "body", "is_approved")


@transaction.atomic
def load(rows):
    number = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.set_types(TYPES)
        for number, row in enumerate(rows, 1):
            copy.write_row(VALUES(row))
    return number
