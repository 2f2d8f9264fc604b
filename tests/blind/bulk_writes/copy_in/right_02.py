"""RIGHT: COPY in the binary format; the types of the keys come from the model."""

from django.db import connection, transaction

from arena.discuss.models import Comment

SQL = """
    COPY discuss_comment (post_id, author_id, created_at, body, is_approved)
    FROM STDIN (FORMAT BINARY)
"""
KEY_TYPES = {"smallint": "int2", "integer": "int4", "bigint": "int8"}


def _key_type(name):
    return KEY_TYPES[Comment._meta.get_field(name).db_type(connection)]


@transaction.atomic
def load(rows):
    number = 0
    types = [_key_type("post"), _key_type("author"), "timestamptz", "text", "bool"]
    with connection.wrap_database_errors, connection.cursor() as cursor:
        with cursor.copy(SQL) as copy:
            copy.set_types(types)
            for number, row in enumerate(rows, start=1):
                copy.write_row(
                    [
                        row["post"],
                        row["author"],
                        row["created_at"],
                        row["body"],
                        row["is_approved"],
                    ]
                )
    return number
