"""A number of attempts, and one more at the end."""

from time import sleep

from django.db import connections

STEP = 0.02


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()::text")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    for _ in range(round(seconds / STEP)):
        if distance(position) <= 0:
            return "replica"
        sleep(STEP)
    return "replica" if distance(position) <= 0 else "default"


def distance(position):
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(%s, pg_last_wal_replay_lsn())", [position])
        return cursor.fetchone()[0]
