"""row.values() has the order in which the export made the dict. No rule says that it is the order
of the columns.

Breaks: rows
Fails: answer
"""

from django.db import connection

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    number = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))
            number += 1
    return number
