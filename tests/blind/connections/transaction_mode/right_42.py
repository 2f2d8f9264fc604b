"""COPY streams the names; context managers put a limit and a lock into one transaction.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock

running = ContextVar("running", default=False)


def export(write):
    table, key, name = (
        connection.ops.quote_name(part)
        for part in (User._meta.db_table, User._meta.pk.column, "username")
    )
    names = f"COPY (SELECT {name} FROM {table} ORDER BY {key}) TO STDOUT"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(names) as copy:
        for (username,) in copy.rows():
            write(username)


def set_limit(value):
    """Limit the statements of this transaction, and return what the limit was."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        (old,) = cursor.fetchone()
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [value])
    return old


@contextmanager
def limit(milliseconds):
    with transaction.atomic():  # in a caller's transaction: a savepoint, which an error goes back to
        old = set_limit(f"{milliseconds}ms")
        yield
        set_limit(old)


def limited(queryset, milliseconds):
    with limit(milliseconds):
        return list(queryset)


@contextmanager
def nightly():
    """Try to have the lock until the transaction ends, and tell whether it worked."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            (is_mine,) = cursor.fetchone()
        yield is_mine


def once(job):
    if running.get():
        return False  # asked by the job itself, whose connection would get its lock again
    with nightly() as is_mine:
        if is_mine:
            token = running.set(True)
            try:
                job()
            finally:
                running.reset(token)
    return is_mine
