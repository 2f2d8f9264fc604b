"""Lines put together by hand, with tabs between the values: it fails for a body with a tab.

Breaks: any text
Fails: answer
"""

from django.db import connection

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    number = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            values = (
                row["post"],
                row["author"],
                row["created_at"],
                row["body"],
                row["is_approved"],
            )
            copy.write("\t".join(map(str, values)) + "\n")
            number += 1
    return number
