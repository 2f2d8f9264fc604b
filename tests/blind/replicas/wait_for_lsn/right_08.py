"""Right: a generator of answers, and any() of them."""

import time

from django.db import connections


def value(alias, sql, *params):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]


def attempts(seconds, pause=0.01):
    """Yield at once, then after each pause, and for the last time when the seconds are over."""
    deadline = time.monotonic() + seconds
    yield
    while (left := deadline - time.monotonic()) > 0:
        time.sleep(min(pause, left))
        yield


def position():
    return value("default", "SELECT pg_current_wal_lsn()::text")


def read_from(position, seconds):
    seen = any(
        value("replica", "SELECT coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)", position)
        for _ in attempts(seconds)
    )
    return "replica" if seen else "default"
