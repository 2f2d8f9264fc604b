"""once: the transaction that has the lock ends before the job begins.

The lock is free while job() runs, so a second client's call gets it and runs its job at the same time.
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


def got_the_lock():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        return cursor.fetchone()[0]


def once(job):
    if not got_the_lock():
        return False
    job()
    return True
