"""Wrong (seen): positions are compared as text, so "0/9000000" is after "0/10000000".

When the wanted position has more digits than the applied one, it is taken for an earlier one.
"""

import time

from django.db import connections


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return cursor.fetchone()[0]


def applied():
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn()::text")
        return cursor.fetchone()[0] or ""


def read_from(position, seconds):
    deadline = time.monotonic() + seconds
    while applied() < position:
        left = deadline - time.monotonic()
        if left <= 0:
            return "default"
        time.sleep(min(0.01, left))
    return "replica"
