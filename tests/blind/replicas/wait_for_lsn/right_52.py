"""Compares positions as numbers in Python: two hexadecimal halves, of which the first counts 4 GiB each."""

from time import monotonic, sleep

from django.db import connections


def number(lsn):
    high, low = lsn.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def ask(alias, function):
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT {function}()")
        (lsn,) = cursor.fetchone()
    return lsn


def position():
    return ask("default", "pg_current_wal_insert_lsn")


def has_applied(target):
    applied = ask("replica", "pg_last_wal_replay_lsn")
    return applied is not None and number(applied) >= target


def read_from(position, seconds):
    target = number(position)
    end = monotonic() + seconds
    while not has_applied(target):
        left = end - monotonic()
        if left <= 0:
            return "default"
        sleep(min(left, 0.015))
    return "replica"
