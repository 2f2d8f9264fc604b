"""A small class watches the replica: it is asked at once, then at fixed moments 10 ms apart, and a last time when the time is over."""

import threading
import time
from dataclasses import dataclass

from django.db import connections


def one(alias, sql, *params):
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchone()[0]


@dataclass
class Watch:
    position: str
    every: float = 0.01

    def reached(self):
        sql = "SELECT replayed - %s::pg_lsn >= 0 FROM pg_last_wal_replay_lsn() AS replayed"
        return bool(one("replica", sql, self.position))

    def wait(self, seconds):
        until = time.monotonic() + seconds
        timer = threading.Event()  # nobody sets it: wait() just waits
        while not self.reached():
            left = until - time.monotonic()
            if left <= 0:
                return False
            timer.wait(min(self.every, left))
        return True


def position():
    return one("default", "SELECT pg_current_wal_insert_lsn()::text")


def read_from(position, seconds):
    return "replica" if Watch(position).wait(seconds) else "default"
