"""RIGHT: iterator() in a transaction, a context manager for the limit, the lock on a connection of its own."""

import contextlib

from django.db import DatabaseError, connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


@transaction.atomic  # the server-side cursor needs one connection for all its FETCH statements
def export(write):
    names = User.objects.order_by("pk").values_list("username", flat=True)
    for name in names.iterator(chunk_size=500):
        write(name)


@contextlib.contextmanager
def time_limit(milliseconds):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        old = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{milliseconds}"])
        yield
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [old])


def limited(queryset, milliseconds):
    with time_limit(milliseconds):
        return list(queryset)


def once(job):
    keeper = connection.copy()  # its transaction is open as long as the lock is needed
    try:
        keeper.set_autocommit(False)
        with keeper.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            [free] = cursor.fetchone()
        if not free:
            return False
        job()
        return True
    finally:
        with contextlib.suppress(DatabaseError):
            keeper.rollback()
        keeper.close()
