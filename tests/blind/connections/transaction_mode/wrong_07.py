"""WRONG (rule: error): after a database error of job(), the unlock fails, and the session keeps its lock.

It is one connection, so this is right for all jobs that end, and for errors of Python. But after an
error of PostgreSQL the transaction only takes a rollback: the caller gets InternalError of the
unlock, and a rollback does not free a session's lock.
"""

import threading

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock

here = threading.local()


def export(write):
    people = User.objects.order_by("pk").values_list("pk", "username")
    page = list(people[:500])
    while page:
        for _, username in page:
            write(username)
        page = list(people.filter(pk__gt=page[-1][0])[:500])


def limited(queryset, milliseconds):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        [old] = cursor.fetchone()
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        rows = list(queryset)
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [old])
    return rows


def once(job):
    if getattr(here, "running", False):
        return False
    # One transaction, so both statements about the lock go to the same connection.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
        here.running = True
        try:
            job()
        finally:
            here.running = False
            cursor.execute("SELECT pg_advisory_unlock(%s)", [NIGHTLY])
    return True
