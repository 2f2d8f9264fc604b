"""Right: a statement that finds the position not yet applied sleeps on the replica, 10 ms at most."""

import time

from django.db import connections

LOOK = """
SELECT CASE
    WHEN pg_last_wal_replay_lsn() >= %s::pg_lsn THEN true
    ELSE pg_sleep(%s)::text IS NULL
END
"""


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    deadline = time.monotonic() + seconds
    with connections["replica"].cursor() as cursor:
        while True:
            left = max(0.0, deadline - time.monotonic())
            cursor.execute(LOOK, [position, min(0.01, left)])
            (seen,) = cursor.fetchone()
            if seen:
                return "replica"
            if left == 0:
                return "default"
