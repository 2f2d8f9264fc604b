"""rows

It makes COPY's binary format itself, and cuts off a float of microseconds since 2000. It shows for about every fifth
time with microseconds from August to December of 2008 or January to November of 2017, for example
2017-01-05 00:00:01.123457+00:00: created_at is one microsecond too early.
"""

import struct
from datetime import UTC, datetime

from django.db import connection, transaction

COPY = """
    COPY discuss_comment (post_id, author_id, created_at, body, is_approved)
    FROM STDIN (FORMAT BINARY)
"""
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
BEFORE = struct.Struct(">hiqiqiqi")
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def packed(row):
    body = row["body"].encode()
    time = int((row["created_at"] - EPOCH).total_seconds() * 1_000_000)
    start = BEFORE.pack(5, 8, row["post"], 8, row["author"], 8, time, len(body))
    return start + body + struct.pack(">i?", 1, row["is_approved"])


@transaction.atomic
def load(rows):
    number = 0
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(COPY) as copy:
            copy.write(HEADER)
            for row in rows:
                copy.write(packed(row))
                number += 1
            copy.write(TRAILER)
    return number
