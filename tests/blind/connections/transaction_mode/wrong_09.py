"""WRONG (rule: once): it looks whether the lock is taken, then takes it: of two at the same time, one waits.

Both see no lock. The second waits until the first one's job is done, then also runs its own job and
returns True, instead of False immediately. Whoever comes later gets False, as it should be.
"""

import threading

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock

TAKEN = """
    SELECT EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND classid = 0 AND objid = %s AND objsubid = 1 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND pid <> pg_backend_pid()
    )
"""

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
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKEN, [NIGHTLY])
        [taken] = cursor.fetchone()
        if taken:
            return False
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NIGHTLY])
        here.running = True
        try:
            job()
        finally:
            here.running = False
    return True
