"""Rule "wait": it returns "replica" as soon as it has applied everything up to the position.

It wants the replica to be beyond the position. When nothing is written after the comment, the replica stops exactly there, and the
answer is "default" after all of the time.
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
        while True:
            cursor.execute("SELECT pg_last_wal_replay_lsn() > %s::pg_lsn", [position])
            if cursor.fetchone()[0]:
                return "replica"
            left = deadline - time.monotonic()
            if left <= 0:
                return "default"
            time.sleep(min(0.01, left))
