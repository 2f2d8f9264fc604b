"""Wrong (seen): a replica that has applied all that it received passes for up to date.

When the log hasn't arrived there (the network lags, the connection is broken), it has not.
"""

import time

from django.db import connections

SEEN = """
SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn
    OR pg_last_wal_replay_lsn() = pg_last_wal_receive_lsn()
"""


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    deadline = time.monotonic() + seconds
    with connections["replica"].cursor() as cursor:
        while True:
            cursor.execute(SEEN, [position])
            if cursor.fetchone()[0]:
                return "replica"
            left = deadline - time.monotonic()
            if left <= 0:
                return "default"
            time.sleep(min(0.01, left))
