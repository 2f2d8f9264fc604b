"""Right: a position is a pair of numbers, and pairs are compared half by half."""

import time
from typing import NamedTuple

from django.db import connections


class Lsn(NamedTuple):
    high: int
    low: int

    @classmethod
    def parse(cls, text):
        high, low = text.split("/")
        return cls(int(high, 16), int(low, 16))


class Replica:
    pause = 0.01

    def __init__(self, cursor):
        self.cursor = cursor

    def has(self, lsn):
        self.cursor.execute("SELECT pg_last_wal_replay_lsn()::text")
        (text,) = self.cursor.fetchone()
        return text is not None and Lsn.parse(text) >= lsn

    def reaches(self, lsn, deadline):
        while not self.has(lsn):
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(self.pause, left))
        return True


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    deadline = time.monotonic() + seconds
    with connections["replica"].cursor() as cursor:
        if Replica(cursor).reaches(Lsn.parse(position), deadline):
            return "replica"
    return "default"
