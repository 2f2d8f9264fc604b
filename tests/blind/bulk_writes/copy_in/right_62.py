"""Binary COPY: set_types() tells psycopg what PostgreSQL expects, so nothing is written as text and nothing is escaped."""

from operator import itemgetter

from django.db import connection, transaction

COPY = """
    COPY discuss_comment (post_id, author_id, created_at, body, is_approved)
    FROM STDIN WITH (FORMAT binary)
"""
TYPES = ["int8", "int8", "timestamptz", "text", "bool"]
VALUES = itemgetter("post", "author", "created_at", "body", "is_approved")


@transaction.atomic
def load(rows):
    number = 0
    with connection.cursor() as cursor:
        with connection.wrap_database_errors, cursor.copy(COPY) as copy:
            copy.set_types(TYPES)
            for number, values in enumerate(map(VALUES, rows), start=1):
                copy.write_row(values)
        # The foreign keys are deferred: ask now, also when the caller's transaction goes on.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return number
