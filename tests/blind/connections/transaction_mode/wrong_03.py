"""WRONG (allowed: fetched): fetchmany(500) of an ordinary cursor: execute() has fetched everybody before."""

import threading

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock

here = threading.local()


def export(write):
    sql, params = User.objects.order_by("pk").values_list("username").query.sql_with_params()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        while page := cursor.fetchmany(500):
            for [username] in page:
                write(username)


def limited(queryset, milliseconds):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
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
