"""WRONG (rule: all or none): each 1,000 rows are a COPY, and so a transaction, of their own; if the
export breaks off or a row is refused after the first 1,000, those stay.
"""

from itertools import islice
from operator import itemgetter

from django.db import connection

SQL = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    records = map(itemgetter("post", "author", "created_at", "body", "is_approved"), rows)
    number = 0
    with connection.wrap_database_errors, connection.cursor() as cursor:
        while batch := list(islice(records, 1000)):
            # COPY is one statement: it writes all of these, or none.
            with cursor.copy(SQL) as copy:
                for record in batch:
                    copy.write_row(record)
            number += len(batch)
    return number
