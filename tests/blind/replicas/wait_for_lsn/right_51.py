"""The replica itself compares the positions, a hundred times a second at most, until it has applied enough or the time is over."""

import time

from django.db import connection, connections

PAUSE = 0.01


def position():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
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
            time.sleep(min(PAUSE, left))
