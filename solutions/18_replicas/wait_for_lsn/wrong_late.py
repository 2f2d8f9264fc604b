"""A replica that was once late is not asked again for a while.

Breaks: wait
Fails: wait
"""

import time

from django.db import connections

PAUSE = 0.01  # seconds
late = {"until": 0}


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    limit = time.monotonic() + seconds
    if time.monotonic() < late["until"]:
        return "default"
    while not replica_has(position):
        left = limit - time.monotonic()
        if left <= 0:
            late["until"] = time.monotonic() + 30
            return "default"
        time.sleep(min(PAUSE, left))
    return "replica"


def replica_has(position):
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
        return cursor.fetchone()[0]
