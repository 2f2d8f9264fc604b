"""error, session

The lock is one of the session, and is given back before the transaction ends. When the job fails by an
error of the database, the transaction is broken: the unlocking fails too, the caller gets that error
instead, and the lock stays in the connection. (Any other error of the job goes well.)
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
    with transaction.atomic(), connection.cursor() as cursor:  # one connection, from here to the end
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
        _mine.running = True
        try:
            job()
        finally:
            _mine.running = False
            cursor.execute("SELECT pg_advisory_unlock(%s)", [NIGHTLY])
    return True
