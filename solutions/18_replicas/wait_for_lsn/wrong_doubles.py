"""Each pause is twice as long as the one before: after ten seconds it looks again in ten.

Breaks: wait
Fails: wait
"""

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
        left = deadline - time.monotonic()
        if left <= 0:
            return "default"
        time.sleep(min(pause, left))
        pause *= 2
    return "replica"
