"""Each question is a transaction: BEGIN, SELECT and COMMIT are three statements.

Breaks: statements
Fails: statements
"""

import time

from django.db import connections, transaction

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
    with transaction.atomic(using="replica"), connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
        return cursor.fetchone()[0]
