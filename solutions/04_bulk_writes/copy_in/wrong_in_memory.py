"""All rows are in memory before the first is sent: fast in a test, but two million rows don't fit.

Breaks: memory
Fails: memory
"""

from operator import itemgetter

from django.db import connection

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"
VALUES = itemgetter("post", "author", "created_at", "body", "is_approved")


def load(rows):
    ready = [VALUES(row) for row in rows]
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for values in ready:
            copy.write_row(values)
    return len(ready)
