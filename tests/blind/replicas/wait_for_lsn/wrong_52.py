"""Rule "seen": "replica" only if the replica has applied everything up to the position.

It asks what the replica has received. That is written to its disk, but not applied yet, while replay is paused or waits for a
long query.
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
            cursor.execute("SELECT pg_last_wal_receive_lsn() >= %s::pg_lsn", [position])
            if cursor.fetchone()[0]:
                return "replica"
            left = deadline - time.monotonic()
            if left <= 0:
                return "default"
            time.sleep(min(0.01, left))
