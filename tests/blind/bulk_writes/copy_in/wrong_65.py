"""Breaks rows: the moment is changed when created_at is not in UTC.

It writes date and time without the offset, and PostgreSQL reads them as UTC: 12:00 in Berlin (10:00 UTC) is stored as
12:00 UTC. Rows whose datetimes are in UTC are right.
"""

from django.db import connection, transaction

COPY = "COPY discuss_comment (post_id, author_id, created_at, body, is_approved) FROM STDIN"
ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def lines(rows):
    for row in rows:
        yield "\t".join(
            (
                str(row["post"]),
                str(row["author"]),
                f"{row['created_at']:%Y-%m-%d %H:%M:%S.%f}",
                row["body"].translate(ESCAPED),
                "t" if row["is_approved"] else "f",
            )
        )


def load(rows):
    number = 0
    with transaction.atomic():
        with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(COPY) as copy:
            for number, line in enumerate(lines(rows), start=1):
                copy.write(line + "\n")
        connection.check_constraints()
    return number
