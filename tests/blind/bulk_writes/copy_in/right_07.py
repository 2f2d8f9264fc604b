"""RIGHT: a cursor of the psycopg connection itself; the statement is composed from the model."""

from django.db import connection, transaction
from psycopg import sql

from arena.discuss.models import Comment

FIELDS = {
    "post": "post",
    "author": "author",
    "created_at": "created_at",
    "body": "body",
    "is_approved": "is_approved",
}


def _statement():
    columns = (Comment._meta.get_field(field).column for field in FIELDS.values())
    return sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(Comment._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
    )


def load(rows):
    number = 0
    with transaction.atomic():
        connection.ensure_connection()
        with (
            connection.wrap_database_errors,
            connection.connection.cursor() as cursor,
            cursor.copy(_statement()) as copy,
        ):
            for row in rows:
                copy.write_row([row[key] for key in FIELDS])
                number += 1
    return number
