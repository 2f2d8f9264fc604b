"""COPY in binary without set_types(): psycopg sends a small key in 2 bytes; PostgreSQL expects 8.

Breaks: rows
Fails: answer
"""

from operator import itemgetter

from django.db import connection

COLUMNS = ("post_id", "author_id", "created_at", "body", "is_approved")
COPY = f"COPY discuss_comment ({', '.join(COLUMNS)}) FROM STDIN (FORMAT binary)"
VALUES = itemgetter("post", "author", "created_at", "body", "is_approved")


def load(rows):
    number = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(VALUES(row))
            number += 1
    return number
