"""RIGHT: 500 people a statement as one array, the rest with inner functions under @transaction.atomic."""

import threading

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock

SQL = """
    SELECT array_agg(username ORDER BY id), max(id)
    FROM (SELECT id, username FROM "{table}" {where} ORDER BY id LIMIT 500) AS page
"""
FIRST = SQL.format(table=User._meta.db_table, where="")
NEXT = SQL.format(table=User._meta.db_table, where="WHERE id > %s")

local = threading.local()


def one(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()


def export(write):
    names, last = one(FIRST)
    while names:
        for name in names:
            write(name)
        names, last = one(NEXT, [last])


@transaction.atomic
def limited(queryset, milliseconds):
    (old,) = one("SELECT current_setting('statement_timeout')")
    one("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
    result = list(queryset)
    one("SELECT set_config('statement_timeout', %s, true)", [old])
    return result


def once(job):
    @transaction.atomic
    def locked():
        (free,) = one("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if free:
            local.depth = 1
            try:
                job()
            finally:
                local.depth = 0
        return free

    return False if getattr(local, "depth", 0) else locked()
