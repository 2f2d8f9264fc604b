"""RIGHT: COPY as CSV into a file, which is read when the connection is free again; a lock connection."""

import csv
import io
import tempfile
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    sql = f'COPY (SELECT username FROM "{User._meta.db_table}" ORDER BY id) TO STDOUT (FORMAT csv)'
    with tempfile.TemporaryFile() as file:
        with connection.cursor() as cursor, cursor.copy(sql) as copy:
            for data in copy:
                file.write(data)
        file.seek(0)
        for (username,) in csv.reader(io.TextIOWrapper(file, encoding="utf-8", newline="")):
            write(username)


def limited(queryset, milliseconds):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            before = cursor.fetchone()[0]

        def limit(value):
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [value])

        limit(str(milliseconds))
        found = list(queryset)
        limit(before)
    return found


@contextmanager
def another_transaction():
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            yield cursor
    finally:
        with suppress(DatabaseError):
            other.rollback()
        other.close()


def once(job):
    with another_transaction() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        [mine] = cursor.fetchone()
        if mine:
            job()
        return mine
