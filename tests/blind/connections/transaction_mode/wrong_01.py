"""WRONG (rule: export): OFFSET pages in a transaction, but READ COMMITTED is no snapshot.

When somebody whose name is written already is deleted meanwhile, all others move up: the next page
skips somebody who still exists.
"""

import itertools
import threading

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock

here = threading.local()


@transaction.atomic  # all pages come from one transaction
def export(write):
    names = User.objects.order_by("pk").values_list("username", flat=True)
    for start in itertools.count(0, 500):
        page = list(names[start : start + 500])
        for name in page:
            write(name)
        if len(page) < 500:
            return


def limited(queryset, milliseconds):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        [old] = cursor.fetchone()
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        rows = list(queryset)
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [old])
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
