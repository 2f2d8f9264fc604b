"""COPY of CSV in blocks, with every value quoted but None: an empty body stays empty instead of
becoming NULL.
"""

from itertools import islice
from operator import itemgetter

from django.db import connection

COLUMNS = "post_id, author_id, created_at, body, is_approved"
COPY = f"COPY discuss_comment ({COLUMNS}) FROM STDIN (FORMAT csv)"
VALUES = itemgetter("post", "author", "created_at", "body", "is_approved")


def quoted(value):
    return "" if value is None else '"' + str(value).replace('"', '""') + '"'


def load(rows):
    rows, number = iter(rows), 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        while block := list(islice(rows, 500)):
            copy.write("".join(",".join(map(quoted, VALUES(row))) + "\n" for row in block))
            number += len(block)
    return number
