"""statements: each look is a transaction.

BEGIN, SELECT and COMMIT each hundredth of a second are nearly 300 statements a second to the replica
(Django's list of queries shows a third of them, as the driver sends the others).
"""

import time

from django.db import DatabaseError, connections, transaction

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
    with transaction.atomic(using="replica"), connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
        return cursor.fetchone()[0] is True


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
