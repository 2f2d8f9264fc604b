"""Right: the times of the questions are planned in advance, one cursor for all of them."""

import time

from django.db import DataError, connections

EVERY = 0.0125
BEHIND = "SELECT pg_wal_lsn_diff(%s::pg_lsn, pg_last_wal_replay_lsn())"


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        [[lsn]] = cursor.fetchall()
    return lsn


def moments(seconds):
    """Yield at once, then at intervals, and a last time when the seconds are over."""
    start = time.monotonic()
    yield
    passed = 0
    while passed < seconds:
        time.sleep(min(EVERY, seconds - passed))
        yield
        passed = time.monotonic() - start


def read_from(position, seconds):
    with connections["replica"].cursor() as cursor:
        for _ in moments(seconds):
            try:
                cursor.execute(BEHIND, [position])
            except DataError:  # somebody has changed the cookie
                return "default"
            [behind] = cursor.fetchone()
            if behind is not None and behind <= 0:
                return "replica"
    return "default"
