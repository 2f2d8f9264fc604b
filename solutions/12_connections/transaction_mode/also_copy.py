"""Streams the export by COPY: one statement for any number of rows, and no cursor."""

from django.db import connection, transaction

NIGHTLY = 2107  # the number of the lock
LIMIT = "SELECT set_config('statement_timeout', %s, true)"  # true: for this transaction


def export(write):
    names = "COPY (SELECT username FROM accounts_user ORDER BY id) TO STDOUT"
    with connection.cursor() as cursor, cursor.copy(names) as copy:
        for [name] in copy.rows():
            write(name)


@transaction.atomic
def limited(queryset, milliseconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        [usual] = cursor.fetchone()
        cursor.execute(LIMIT, [str(milliseconds)])
        rows = list(queryset)
        cursor.execute(LIMIT, [usual])
    return rows


@transaction.atomic
def once(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
    job()
    return True
