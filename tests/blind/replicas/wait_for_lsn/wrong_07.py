"""Wrong (wait): the pause doubles without limit.

After 0.3 seconds it is as long as all before it, so the answer comes long after the replica has
applied the position.
"""

import time

from django.db import connections


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    deadline = time.monotonic() + seconds
    pause = 0.01
    with connections["replica"].cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
            if cursor.fetchone()[0]:
                return "replica"
            left = deadline - time.monotonic()
            if left <= 0:
                return "default"
            time.sleep(min(pause, left))
            pause *= 2
