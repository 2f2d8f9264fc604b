"""Breaks any text: backslashes are not escaped.

It escapes tabs and line breaks only; a body with C:\\new or a lone backslash at its end arrives changed, or takes the
tab after it along, and the body \\N is refused as NULL.
"""

from django.db import connection, transaction

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def clean(text):
    return text.replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n")


def load(rows):
    number = 0
    with transaction.atomic():
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(COPY) as copy:
            for row in rows:
                fields = [
                    str(row["post"]),
                    str(row["author"]),
                    row["created_at"].isoformat(),
                    clean(row["body"]),
                    "t" if row["is_approved"] else "f",
                ]
                copy.write("\t".join(fields) + "\n")
                number += 1
        connection.check_constraints()
    return number
