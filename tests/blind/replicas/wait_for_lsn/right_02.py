"""Right: the positions are compared as whole numbers, in Python."""

import time

from django.db import connections


def ask(alias, function):
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT {function}()")
        return cursor.fetchone()[0]


def as_number(lsn):
    high, low = lsn.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def applied():
    lsn = ask("replica", "pg_last_wal_replay_lsn")
    return -1 if lsn is None else as_number(lsn)


def position():
    return ask("default", "pg_current_wal_lsn")


def read_from(position, seconds):
    wanted = as_number(position)
    deadline = time.monotonic() + seconds
    while applied() < wanted:
        left = deadline - time.monotonic()
        if left <= 0:
            return "default"
        time.sleep(min(0.008, left))
    return "replica"
