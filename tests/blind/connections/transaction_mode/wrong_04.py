"""WRONG (rule: caller): afterwards the limit is the connection's default, not the caller's own SET LOCAL.

Right for callers without a transaction, and for those in one that has not changed its limit.
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
        cursor.execute("SET LOCAL statement_timeout = %s", [milliseconds])
        rows = list(queryset)
        # An error rolls the setting back. Otherwise it lasts until the caller's transaction ends.
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    return rows


def once(job):
    if getattr(here, "running", False):
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
        here.running = True
        try:
            job()
        finally:
            here.running = False
    return True
