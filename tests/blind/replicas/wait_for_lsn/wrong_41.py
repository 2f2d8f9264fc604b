"""seen: the positions are compared as texts.

"0/FFFFFF8" comes after "0/10000060" then, and "9/28" after "10/28": when the log's end has got one more
digit, what the replica has not applied yet counts as applied.
"""

import time

from django.db import DatabaseError, connections

PAUSE = 0.01


# The next record goes there, whether the last one is on the disk yet (synchronous_commit = off) or
# not. If that one has just filled a page, the next begins behind the next page's header, of 24
# bytes or 40: the log ends before that header, and so does what a replica can apply.
END = """
    SELECT CASE
        WHEN mod(pg_wal_lsn_diff(here, '0/0'), pg_size_bytes(current_setting('wal_segment_size')))
            = 40 THEN here - 40::numeric
        WHEN mod(pg_wal_lsn_diff(here, '0/0'), current_setting('wal_block_size')::numeric) = 24
            THEN here - 24::numeric
        ELSE here
    END
    FROM pg_current_wal_insert_lsn() AS here
"""


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute(END)
        return str(cursor.fetchone()[0])


def has_applied(position):
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn()")
        applied = cursor.fetchone()[0]
        return applied is not None and str(applied) >= position


def read_from(position, seconds):
    end = time.monotonic() + seconds
    try:
        while not has_applied(position):
            left = end - time.monotonic()
            if left <= 0:
                return "default"
            time.sleep(min(PAUSE, left))
    except DatabaseError:
        return "default"
    return "replica"
