"""RIGHT: DECLARE and FETCH by hand, the old limit from pg_settings, the lock as a context manager."""

import contextlib
import contextvars
from uuid import uuid4

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock

inside = contextvars.ContextVar("inside", default=False)


def export(write):
    table = connection.ops.quote_name(User._meta.db_table)
    name = f"export_{uuid4().hex}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"DECLARE {name} NO SCROLL CURSOR FOR SELECT username FROM {table} ORDER BY id"
        )
        while True:
            cursor.execute(f"FETCH FORWARD 500 FROM {name}")
            page = cursor.fetchall()
            if not page:
                break
            for (username,) in page:
                write(username)
        cursor.execute(f"CLOSE {name}")  # after an error, the rollback does


def limited(queryset, milliseconds):
    set_limit = "SELECT set_config('statement_timeout', %s, true)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT setting FROM pg_settings WHERE name = 'statement_timeout'")
        (old,) = cursor.fetchone()  # in milliseconds, without a unit
        cursor.execute(set_limit, [str(milliseconds)])
        rows = list(queryset)
        cursor.execute(set_limit, [old])
    return rows


@contextlib.contextmanager
def nightly_lock():
    """Says whether this is the only one; the lock is free when the block, and so its transaction, ends."""
    if inside.get():
        yield False
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            (mine,) = cursor.fetchone()
        token = inside.set(mine)
        try:
            yield mine
        finally:
            inside.reset(token)


def once(job):
    with nightly_lock() as mine:
        if mine:
            job()
    return mine
