"""Locks in a transaction, and runs the job after it: the lock is free by then.

Breaks: once
Fails: answer
"""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock
LIMIT = "SELECT set_config('statement_timeout', %s, true)"  # true: for this transaction


@transaction.atomic
def export(write):
    for user in User.objects.only("username").order_by("pk").iterator(chunk_size=500):
        write(user.username)


@transaction.atomic
def limited(queryset, milliseconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        [usual] = cursor.fetchone()
        cursor.execute(LIMIT, [str(milliseconds)])
        rows = list(queryset)
        cursor.execute(LIMIT, [usual])
    return rows


def once(job):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
    job()
    return True
