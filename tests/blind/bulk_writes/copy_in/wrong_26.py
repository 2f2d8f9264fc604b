"""WRONG (rule: rows): the time is sent without its offset: 12:00+02:00 becomes 12:00 in UTC."""

from django.db import connection, transaction

from arena.discuss.models import Comment


ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
APPROVED = {True: "t", False: "f", None: "\\N"}


def lines(rows):
    for row in rows:
        body = row["body"].translate(ESCAPES)
        approved = APPROVED[row["is_approved"]]
        time = row["created_at"].strftime("%Y-%m-%d %H:%M:%S.%f")
        yield f"{row['post']}\t{row['author']}\t{time}\t{body}\t{approved}\n"


@transaction.atomic
def load(rows):
    columns = "post_id, author_id, created_at, body, is_approved"
    number = 0
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(f"COPY {Comment._meta.db_table} ({columns}) FROM STDIN") as copy:
            for line in lines(rows):
                copy.write(line)
                number += 1
    return number
