"""RIGHT: 500 keys, then the people of these keys who are still there; ExitStack for limit and lock."""

import threading
from contextlib import ExitStack

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock

state = threading.local()


def export(write):
    keys = User.objects.order_by("pk").values_list("pk", flat=True)
    some = list(keys[:500])
    while some:
        people = User.objects.only("username").in_bulk(some)
        for pk in some:
            if pk in people:  # otherwise somebody deleted this person a moment ago
                write(people[pk].username)
        some = list(keys.filter(pk__gt=some[-1])[:500])


def limited(queryset, milliseconds):
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        cursor = stack.enter_context(connection.cursor())
        cursor.execute("SHOW statement_timeout")
        old = cursor.fetchone()[0]
        put_back = stack.enter_context(ExitStack())
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        put_back.callback(
            cursor.execute, "SELECT set_config('statement_timeout', %s, true)", [old]
        )
        try:
            return list(queryset)
        except BaseException:
            put_back.pop_all()  # the rollback puts it back; no statement would work now
            raise


def once(job):
    if getattr(state, "busy", False):
        return False
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        cursor = stack.enter_context(connection.cursor())
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
        state.busy = True
        stack.callback(setattr, state, "busy", False)
        job()
    return True
