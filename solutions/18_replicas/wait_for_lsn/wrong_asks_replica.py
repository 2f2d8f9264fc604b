"""position() asks the replica for what it has received so far.

Breaks: position
Fails: position
"""

import time

from django.db import connections


def position():
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_receive_lsn()::text")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    deadline = time.monotonic() + seconds
    with connections["replica"].cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
            if cursor.fetchone()[0]:
                return "replica"
            left = deadline - time.monotonic()
            if left <= 0:
                return "default"
            time.sleep(min(0.01, left))
