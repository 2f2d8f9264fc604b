"""Right: asks how many bytes are missing; the pause grows from 5 to 20 ms."""

import time

from django.db import connections

FIRST, LONGEST = 0.005, 0.02


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        (lsn,) = cursor.fetchone()
    return lsn


def missing(position):
    """Return how many bytes of log the replica has yet to apply, or None if it can't tell."""
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(%s::pg_lsn, pg_last_wal_replay_lsn())", [position])
        (number,) = cursor.fetchone()
    return number


def read_from(position, seconds):
    end = time.monotonic() + seconds
    pause = FIRST
    while True:
        number = missing(position)
        if number is not None and number <= 0:
            return "replica"
        left = end - time.monotonic()
        if left <= 0:
            return "default"
        time.sleep(min(pause, left))
        pause = min(pause * 2, LONGEST)
