"""RIGHT: COPY streams the names, limited() uses psycopg's own cursor, the lock has its own connection."""

from contextlib import ExitStack, suppress

from django.db import DatabaseError, connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    sql = f'COPY (SELECT username FROM "{User._meta.db_table}" ORDER BY id) TO STDOUT'
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        copy.set_types(["text"])
        for (username,) in copy.rows():
            write(username)


def limited(queryset, milliseconds):
    with transaction.atomic():
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            old = cursor.execute("SELECT current_setting('statement_timeout')").fetchone()[0]
            cursor.execute(
                "SELECT set_config('statement_timeout', %s::text, true)", [str(milliseconds)]
            )
        rows = [*queryset]
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s::text, true)", [old])
    return rows


def once(job):
    with ExitStack() as stack:
        watch = connection.copy()
        stack.callback(watch.close)
        watch.set_autocommit(False)

        def end_transaction():
            with suppress(DatabaseError):
                watch.rollback()

        stack.callback(end_transaction)
        cursor = stack.enter_context(watch.cursor())
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if cursor.fetchone() != (True,):
            return False
        job()
    return True
