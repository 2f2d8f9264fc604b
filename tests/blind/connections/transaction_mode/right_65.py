"""Short: pages by primary key with raw SQL, one helper for scalars, and transactions that carry limit and lock."""

from django.db import connection, connections, transaction

NIGHTLY = 2107  # the number of the lock


def ask(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def export(write):
    found = ask("SELECT id, username FROM accounts_user ORDER BY id LIMIT 500")
    while found:
        for pk, name in found:
            write(name)
        found = ask("SELECT id, username FROM accounts_user WHERE id > %s ORDER BY id LIMIT 500", pk)


def limited(queryset, milliseconds):
    set_limit = "SELECT set_config('statement_timeout', %s, true)"
    with transaction.atomic():
        [[old]] = ask("SHOW statement_timeout")
        ask(set_limit, f"{milliseconds}ms")
        rows = list(queryset)
        ask(set_limit, old)
    return rows


busy = set()  # connections whose job runs: the lock alone would let the same connection in again


def once(job):
    me = id(connections["default"])  # each thread has its own
    if me in busy:
        return False
    with transaction.atomic():
        [[free]] = ask("SELECT pg_try_advisory_xact_lock(%s)", NIGHTLY)
        if not free:
            return False
        busy.add(me)
        try:
            job()
        finally:
            busy.discard(me)
    return True
