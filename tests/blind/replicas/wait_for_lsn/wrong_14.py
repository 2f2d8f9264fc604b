"""Wrong (bounded, wait): the pauses double: after 0.31 seconds the next one is 0.32 long: with seconds=0.5 it
returns after 0.63, and a replica that is up to date in between is noticed late."""

import re
import time

from django.db import connections

PAUSE = 0.01
LSN = re.compile(r"[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}")


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        return str(cursor.fetchone()[0])


def has_applied(position):
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
        return cursor.fetchone()[0]


def read_from(position, seconds):
    deadline = time.monotonic() + seconds
    if not LSN.fullmatch(position):  # it comes from a cookie
        return "default"
    pause = PAUSE
    while not has_applied(position):
        if time.monotonic() >= deadline:
            return "default"
        time.sleep(pause)
        pause *= 2
    return "replica"
