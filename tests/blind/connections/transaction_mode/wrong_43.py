"""error

The savepoint in a caller's transaction is rolled back for Exception only. After a job that ends with
SystemExit (a management command) or KeyboardInterrupt, which the caller catches, the lock is taken
until the caller's transaction ends.
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
        return False
    if connection.in_atomic_block:
        return run(job)
    with transaction.atomic():
        return run(job)


def run(job):
    point = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            transaction.savepoint_commit(point)
            return False
    _mine.running = True
    try:
        job()
    except Exception:
        transaction.savepoint_rollback(point)
        raise
    finally:
        _mine.running = False
    transaction.savepoint_commit(point)
    return True
