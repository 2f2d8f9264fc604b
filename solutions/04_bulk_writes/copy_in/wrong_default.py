"""is_approved is left to the model's default. The column has no default in the database.

Breaks: rows
Fails: answer
"""

from django.db import connection

COPY = "COPY discuss_comment (post_id, author_id, created_at, body) FROM STDIN"


def load(rows):
    number = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row((row["post"], row["author"], row["created_at"], row["body"]))
            number += 1
    return number
