"""WRONG (rule: all or none): each 1,000 rows are a COPY and a commit; an error later leaves them there."""

from itertools import islice

from django.db import connection, transaction

from arena.discuss.models import Comment


SQL = f"COPY {Comment._meta.db_table} (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    rows = iter(rows)
    number = 0
    while some := list(islice(rows, 1000)):
        with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
            with cursor.copy(SQL) as copy:
                for row in some:
                    copy.write_row(
                        (
                            row["post"],
                            row["author"],
                            row["created_at"],
                            row["body"],
                            row["is_approved"],
                        )
                    )
        number += len(some)
    return number
