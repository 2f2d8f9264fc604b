"""RIGHT: keyset pages in raw SQL, SET LOCAL with an int, the lock as a WHERE condition."""

import threading

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock

TABLE = connection.ops.quote_name(User._meta.db_table)
running = threading.local()


def export(write):
    last = None
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, username FROM {TABLE} WHERE %s::bigint IS NULL OR id > %s::bigint"
                " ORDER BY id LIMIT 500",
                [last, last],
            )
            page = cursor.fetchall()
        if not page:
            return
        for last, username in page:
            write(username)


def limited(queryset, milliseconds):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            (old,) = cursor.fetchone()
            cursor.execute(f"SET LOCAL statement_timeout = {int(milliseconds)}")
        rows = list(queryset)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [old])
        return rows


def once(job):
    if getattr(running, "job", None) is not None:
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 WHERE pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            if cursor.fetchone() is None:
                return False
        try:
            running.job = job
            job()
        finally:
            running.job = None
    return True
