"""error: in a caller's transaction, the lock is not free after the job has raised.

To keep what the job stored before its error, the exception is raised outside of atomic(); so the
savepoint is released, not rolled back, and the lock stays until the caller's transaction ends.
"""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    with transaction.atomic():
        for user in User.objects.only("username").order_by("pk").iterator(chunk_size=500):
            write(user.username)


def limited(queryset, milliseconds):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        old = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        rows = list(queryset)
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [old])
    return rows


def once(job):
    error = None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
        try:
            job()
        except Exception as raised:
            error = raised
    if error is not None:
        raise error
    return True
