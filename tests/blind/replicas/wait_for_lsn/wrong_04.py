"""Wrong (primary): the difference is calculated by the primary, the default connection, each time."""

import time

from django.db import connection, connections


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return cursor.fetchone()[0]


def missing(position):
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn()::text")
        (applied,) = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(%s::pg_lsn, %s::pg_lsn)", [position, applied])
        return cursor.fetchone()[0]


def read_from(position, seconds):
    deadline = time.monotonic() + seconds
    while True:
        number = missing(position)
        if number is not None and number <= 0:
            return "replica"
        left = deadline - time.monotonic()
        if left <= 0:
            return "default"
        time.sleep(min(0.01, left))
