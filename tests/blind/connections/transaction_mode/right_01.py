"""RIGHT: keyset pages with the ORM, set_config(..., true) put back, pg_try_advisory_xact_lock() in atomic()."""

import threading

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock

here = threading.local()  # a session may take its own lock twice: also refuse a call inside job()


def export(write):
    people = User.objects.order_by("pk").values_list("pk", "username")
    page = list(people[:500])
    while page:
        for _, username in page:
            write(username)
        last = page[-1][0]
        page = list(people.filter(pk__gt=last)[:500])


def limited(queryset, milliseconds):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        [old] = cursor.fetchone()
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        rows = list(queryset)
        # After an error, the rollback (to the savepoint, in a caller's transaction) does this.
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [old])
    return rows


def once(job):
    if getattr(here, "running", False):
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            if not cursor.fetchone()[0]:
                return False
        here.running = True
        try:
            job()
        finally:
            here.running = False
    return True
