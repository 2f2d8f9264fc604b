"""enumerate() counts from 0: it returns one row too few, and nothing for an empty export.

Breaks: returned
Fails: answer
"""

from django.db import connection

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    number = -1
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for number, row in enumerate(rows):
            copy.write_row(
                (row["post"], row["author"], row["created_at"], row["body"], row["is_approved"])
            )
    return number
