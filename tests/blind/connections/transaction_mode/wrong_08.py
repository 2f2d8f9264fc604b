"""WRONG (rule: error): a job that itself does not get a lock (NOWAIT) is taken for "another one runs".

Then job() has run, or half of it, and its OperationalError does not reach the caller, who gets False.
"""

import threading

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

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
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            [old] = cursor.fetchone()
            cursor.execute("SET LOCAL lock_timeout = '1ms'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NIGHTLY])
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [old])
            here.running = True
            try:
                job()
            finally:
                here.running = False
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return False
        raise
    return True
