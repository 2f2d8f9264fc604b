"""Right: psycopg's connections themselves; what the primary has flushed contains each commit."""

import time
from threading import Event

from django.db import connections


def raw(alias):
    wrapper = connections[alias]
    wrapper.ensure_connection()
    return wrapper.connection


def position():
    return raw("default").execute("SELECT pg_current_wal_flush_lsn()::text").fetchone()[0]


def read_from(position, seconds):
    replica = raw("replica")
    pause = Event()
    deadline = time.monotonic() + seconds
    while True:
        row = replica.execute(
            "SELECT 1 WHERE %s::pg_lsn <= pg_last_wal_replay_lsn()", [position]
        ).fetchone()
        if row is not None:
            return "replica"
        left = deadline - time.monotonic()
        if left <= 0:
            return "default"
        pause.wait(min(left, 0.01))
