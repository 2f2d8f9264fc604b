"""Tabs and line breaks are escaped, but backslashes are not: "C:\\new" gets a line break.

Breaks: any text
Fails: answer
"""

from django.db import connection

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    number = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            body = row["body"].replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
            values = (row["post"], row["author"], row["created_at"], body, row["is_approved"])
            copy.write("\t".join(map(str, values)) + "\n")
            number += 1
    return number
