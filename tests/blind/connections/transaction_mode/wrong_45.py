"""export

The lines of COPY are written as they come, and COPY's text format escapes: a name with a backslash gets
two of them, one with a tab or a line break gets letters.
"""

import threading

from django.db import connection, transaction

NIGHTLY = 2107  # the number of the lock

_mine = threading.local()


def export(write):
    names = "COPY (SELECT username FROM accounts_user ORDER BY id) TO STDOUT"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(names) as copy:
        for line in copy:
            write(bytes(line).decode().removesuffix("\n"))


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
