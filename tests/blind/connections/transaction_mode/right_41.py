"""Pages by key, SET LOCAL by set_config() with the old value put back, and a lock of the transaction.
"""

import threading

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock
PAGE = 500

_mine = threading.local()


def export(write):
    last = None
    while True:
        people = User.objects.order_by("pk")
        if last is not None:
            people = people.filter(pk__gt=last)
        page = list(people.values_list("pk", "username")[:PAGE])
        for _, name in page:
            write(name)
        if len(page) < PAGE:
            return
        last = page[-1][0]


def limited(queryset, milliseconds):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        old = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        rows = list(queryset)  # an error rolls back to the savepoint, and the setting with it
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [old])
    return rows


def once(job):
    if getattr(_mine, "running", False):
        return False  # the database would give this connection its own lock again
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            if not cursor.fetchone()[0]:
                return False
        _mine.running = True
        try:
            job()
        finally:
            _mine.running = False
    return True
