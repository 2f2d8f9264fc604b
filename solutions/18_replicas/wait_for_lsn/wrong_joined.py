"""Without the slash, 1/5 is 0x15.

Breaks: seen
Fails: seen
"""

import time

from django.db import connections

PAUSE = 0.01  # seconds


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    limit = time.monotonic() + seconds
    while not replica_has(position):
        left = limit - time.monotonic()
        if left <= 0:
            return "default"
        time.sleep(min(PAUSE, left))
    return "replica"


def replica_has(position):
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn()::text")
        return number(cursor.fetchone()[0]) >= number(position)


def number(position):
    return int(position.replace("/", ""), 16)
