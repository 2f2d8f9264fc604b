"""It asks only at the end, and so each reader waits for the whole time.

Breaks: wait
Fails: wait
"""

import time

from django.db import connections

PAUSE = 0.01  # seconds


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    time.sleep(seconds)
    return "replica" if replica_has(position) else "default"


def replica_has(position):
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
        return cursor.fetchone()[0]
