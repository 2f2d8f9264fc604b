"""Rule "seen" (and "wait"): "replica" only if the replica has applied everything up to the position.

It compares positions as texts, where "0/9FFFFF8" comes after "0/10000000". While the replica is at the first, a visitor whose position
is the second is sent to it; it shows as soon as positions differ in length.
"""

import time

from django.db import connections


def ask(alias, sql):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def position():
    return ask("default", "SELECT pg_current_wal_insert_lsn()::text")


def read_from(position, seconds):
    deadline = time.monotonic() + seconds
    while True:
        applied = ask("replica", "SELECT pg_last_wal_replay_lsn()::text")
        if applied is not None and applied >= position:
            return "replica"
        left = deadline - time.monotonic()
        if left <= 0:
            return "default"
        time.sleep(min(0.01, left))
