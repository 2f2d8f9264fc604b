"""A session lock: PgBouncer lends the connection that has it to another client.

Breaks: once
Fails: lock
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
        try:
            job()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [NIGHTLY])
    return True
