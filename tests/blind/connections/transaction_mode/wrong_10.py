"""WRONG (rule: error): without a savepoint, a failed job's lock stays until the caller's transaction ends.

Right for callers without a transaction. One that is in a transaction gets the error of job(), but
the lock is not free: all others get False until that transaction ends.
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
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
        here.running = True
        try:
            job()
        finally:
            here.running = False
    return True
