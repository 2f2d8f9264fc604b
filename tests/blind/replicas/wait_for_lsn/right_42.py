"""Compares the positions in Python as numbers of 64 bits, and polls at fixed moments until the last one, which is the deadline."""

import re
import time

from django.db import DatabaseError, connections

PER_SECOND = 80
PAGE, SHORT, LONG = 8192, 24, 40  # XLOG_BLCKSZ, and the headers of a page and of a segment


def number(text):
    """Return a position such as "1/2A" as a number."""
    high, low = re.fullmatch(r"([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})", text).groups()
    return int(high, 16) << 32 | int(low, 16)


def text(position):
    return f"{position >> 32:X}/{position & 0xFFFFFFFF:X}"


def ask(alias, sql):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def position():
    # Where the next record will begin: also if the last commit didn't wait for the disk.
    start, segment = ask(
        "default",
        "SELECT pg_current_wal_insert_lsn()::text, "
        "pg_size_bytes(current_setting('wal_segment_size'))",
    )
    # Behind the header of a new page; but the log ends where the last record does.
    end = number(start)
    if end % segment == LONG:
        end -= LONG
    elif end % PAGE == SHORT:
        end -= SHORT
    return text(end)


def replayed():
    try:
        (found,) = ask("replica", "SELECT pg_last_wal_replay_lsn()::text")
    except DatabaseError:
        return -1
    return -1 if found is None else number(found)


def read_from(position, seconds):
    try:
        wanted = number(position)
    except (AttributeError, TypeError):  # no position at all
        return "default"
    begin = time.monotonic()
    turn = 0
    while replayed() < wanted:
        now = time.monotonic() - begin
        if now >= seconds:
            return "default"
        turn = max(turn + 1, int(now * PER_SECOND) + 1)
        time.sleep(max(min(turn / PER_SECOND, seconds) - now, 0))
    return "replica"
