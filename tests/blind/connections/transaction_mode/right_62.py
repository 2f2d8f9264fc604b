"""Keyset pages need no cursor; SET LOCAL and the lock live in a transaction, or in the caller's savepoint."""

import threading

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock
PAGE = 500

state = threading.local()


def export(write):
    people = User.objects.order_by("pk").values_list("pk", "username")
    page = list(people[:PAGE])
    while page:
        for _, name in page:
            write(name)
        last = page[-1][0]
        page = list(people.filter(pk__gt=last)[:PAGE])


def limited(queryset, milliseconds):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            old = cursor.fetchone()[0]
            cursor.execute("SET LOCAL statement_timeout = %s", [milliseconds])
        result = list(queryset)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [old])
        return result


@transaction.atomic
def _locked(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        (free,) = cursor.fetchone()
    if free:
        job()
    return free


def once(job):
    if getattr(state, "busy", False):
        return False
    state.busy = True
    try:
        return _locked(job)
    finally:
        state.busy = False
