"""RIGHT: COPY with write_row(): psycopg writes and escapes each value."""

from django.db import connection, transaction

from arena.discuss.models import Comment


SQL = f"COPY {Comment._meta.db_table} (post_id, author_id, created_at, body, is_approved) FROM STDIN"


def load(rows):
    number = 0
    with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
        with cursor.copy(SQL) as copy:
            for row in rows:
                copy.write_row(
                    (
                        row["post"],
                        row["author"],
                        row["created_at"],
                        row["body"],
                        row["is_approved"],
                    )
                )
                number += 1
    return number
