"""WRONG (rule: any text): Python's unicode_escape is not COPY's way to escape; ASCII arrives whole, but
"\\u20ac" becomes "u20ac", and an "\\xe9" is refused as a broken byte.
"""

from django.db import connection, transaction

SQL = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def _line(row):
    # Tabs, line breaks and backslashes become \t, \n and \\, as COPY wants them.
    body = b"\\N" if row["body"] is None else row["body"].encode("unicode_escape")
    return b"%d\t%d\t%b\t%b\t%b\n" % (
        row["post"],
        row["author"],
        row["created_at"].isoformat().encode(),
        body,
        b"t" if row["is_approved"] else b"f",
    )


def load(rows):
    number = 0
    with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
        with cursor.copy(SQL) as copy:
            for row in rows:
                copy.write(_line(row))
                number += 1
    return number
