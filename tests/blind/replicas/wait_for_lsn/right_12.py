"""Right: positions are numbers in Python; the logical end of the log."""

from time import monotonic, sleep

from django.db import connections


def ask(alias, function):
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT {function}()::text")
        (lsn,) = cursor.fetchone()
    return lsn


def number(lsn):
    """Return how many bytes of log come before this place."""
    high, low = lsn.split("/")
    return int(high, 16) << 32 | int(low, 16)


def position():
    return ask("default", "pg_current_wal_insert_lsn")


def read_from(position, seconds):
    end = monotonic() + seconds
    try:
        wanted = number(position)
    except ValueError:
        return "default"
    while True:
        applied = ask("replica", "pg_last_wal_replay_lsn")
        if applied is not None and number(applied) >= wanted:
            return "replica"
        now = monotonic()
        if now >= end:
            return "default"
        sleep(min(0.008, end - now))
