"""The clock on the wall is set back while it waits, and it waits for that time as well.

Breaks: bounded
Fails: bounded
"""

import time

from django.db import connections

PAUSE = 0.01  # seconds


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    limit = time.time() + seconds
    while not replica_has(position):
        left = limit - time.time()
        if left <= 0:
            return "default"
        time.sleep(min(PAUSE, left))
    return "replica"


def replica_has(position):
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
        return cursor.fetchone()[0]
