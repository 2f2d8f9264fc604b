"""A transaction around each function holds the connection: a server-side cursor, set_config(..., true), and a transaction's lock."""

from contextvars import ContextVar

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock

running = ContextVar("running", default=False)


def export(write):
    with transaction.atomic():
        for user in User.objects.only("username").order_by("pk").iterator(chunk_size=500):
            write(user.username)


def limited(queryset, milliseconds):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        rows = list(queryset)
        # After an error, the rollback (to the savepoint) brings the old limit back.
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    return rows


def once(job):
    if running.get():  # PostgreSQL would give the lock a second time to the transaction that has it
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            if not cursor.fetchone()[0]:
                return False
        token = running.set(True)
        try:
            job()
        finally:
            running.reset(token)
    return True
