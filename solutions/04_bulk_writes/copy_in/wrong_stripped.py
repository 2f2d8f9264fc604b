"""strip() "cleans" the bodies: spaces and line breaks at the ends are lost.

Breaks: any text
Fails: answer
"""

from django.db import connection

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    number = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            body = row["body"].strip()
            copy.write_row(
                (row["post"], row["author"], row["created_at"], body, row["is_approved"])
            )
            number += 1
    return number
