"""Right: raw querysets. One row comes from the replica if it has applied the position, else none."""

import time

from django.db import connections

from arena.discuss.models import Post

SEEN = "SELECT 1 AS id WHERE pg_last_wal_replay_lsn() >= %s::pg_lsn"


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return cursor.fetchone()[0]


def seen(position):
    return bool(list(Post.objects.using("replica").raw(SEEN, [position])))


def read_from(position, seconds):
    deadline = time.monotonic() + seconds
    while not seen(position):
        left = deadline - time.monotonic()
        if left <= 0:
            return "default"
        time.sleep(min(0.01, left))
    return "replica"
