"""WRONG (rule: any text): the file in between turns carriage returns into line feeds as it is read."""

import tempfile

from django.db import connection, transaction

from arena.discuss.models import Comment

FIELDS = ["post", "author", "created_at", "body", "is_approved"]
SQL = (
    f"COPY {Comment._meta.db_table} (post_id, author_id, created_at, body, is_approved)"
    " FROM STDIN (FORMAT csv)"
)


def quoted(value):
    return "" if value is None else '"' + str(value).replace('"', '""') + '"'


def load(rows):
    number = 0
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        for row in rows:
            file.write(",".join(quoted(row[field]) for field in FIELDS) + "\n")
            number += 1
        file.seek(0)
        with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
            with cursor.copy(SQL) as copy:
                while piece := file.read(16384):
                    copy.write(piece)
    return number
