"""Positions are numbers in Python, and the pauses grow."""

from itertools import count
from threading import Event
from time import monotonic

from django.db import connections


def position():
    return ask("default", "SELECT pg_current_wal_insert_lsn()::text")


def read_from(position, seconds):
    began, wanted = monotonic(), number(position)
    for attempt in count():
        if number(ask("replica", "SELECT pg_last_wal_replay_lsn()::text")) >= wanted:
            return "replica"
        if monotonic() - began >= seconds:
            return "default"
        Event().wait(min(0.005 * 2**attempt, 0.1, seconds))


def number(position):
    high, low = position.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def ask(alias, sql):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
