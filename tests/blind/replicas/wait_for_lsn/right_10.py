"""Right: callproc() calls the functions of PostgreSQL; the difference is counted in Python."""

import time

from django.db import connections


def call(cursor, function):
    cursor.callproc(function)
    return cursor.fetchone()[0]


def offset(lsn):
    high, _, low = lsn.partition("/")
    return int(high, 16) * 2**32 + int(low, 16)


def position():
    with connections["default"].cursor() as cursor:
        return call(cursor, "pg_current_wal_lsn")


def read_from(position, seconds):
    wanted = offset(position)
    started = time.monotonic()
    with connections["replica"].cursor() as cursor:
        while True:
            # Taken before the question: the last one is asked when the time is over.
            over = time.monotonic() - started >= seconds
            applied = call(cursor, "pg_last_wal_replay_lsn")
            if applied is not None and offset(applied) >= wanted:
                return "replica"
            if over:
                return "default"
            left = seconds - (time.monotonic() - started)
            time.sleep(max(0, min(0.01, left)))
