"""pg_wal_lsn_diff() tells how far the replica still has to go; short pauses first, then steady ones of a fiftieth of a second."""

from itertools import chain, repeat
from time import monotonic, sleep

from django.db import DatabaseError, connections

PAUSES = 0.006, 0.008, 0.01, 0.01


def position():
    """Return the end of what has been inserted into the primary's log."""
    with connections["default"].cursor() as cursor:
        # A position at a page's first byte is named by the byte behind the page's header: take
        # that off, as the replica gets there only with the next record.
        cursor.execute(
            """
            WITH log AS (
                SELECT pg_current_wal_insert_lsn() AS here,
                       current_setting('wal_block_size')::numeric AS page,
                       pg_size_bytes(current_setting('wal_segment_size'))::numeric AS segment
            ), bytes AS (SELECT *, pg_wal_lsn_diff(here, '0/0') AS n FROM log)
            SELECT (here - (
                CASE WHEN mod(n, segment) = 40 THEN 40 WHEN mod(n, page) = 24 THEN 24 ELSE 0 END
            )::numeric)::text
            FROM bytes
            """
        )
        return cursor.fetchone()[0]


def missing(position):
    """Return how many bytes of the log the replica still has to apply, if it says so."""
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(%s, pg_last_wal_replay_lsn())", [position])
        return cursor.fetchone()[0]


def read_from(position, seconds):
    deadline = monotonic() + seconds
    for pause in chain(PAUSES, repeat(0.02)):
        try:
            behind = missing(position)
        except DatabaseError:
            return "default"
        if behind is not None and behind <= 0:
            return "replica"
        left = deadline - monotonic()
        if left <= 0:
            return "default"
        sleep(min(pause, left))
