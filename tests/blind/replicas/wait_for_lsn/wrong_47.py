"""wait: one statement waits inside of the replica, and keeps its snapshot meanwhile.

If VACUUM on the primary has cleaned up what that snapshot could still see, the replica stops applying
until the statement has ended: it would have had the position at once, and "default" comes.
"""

import re

from django.db import DatabaseError, connections

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


WAIT = """
    DO $$
    DECLARE
        deadline timestamptz := clock_timestamp() + '{seconds} seconds';
        seen boolean;
    BEGIN
        LOOP
            seen := coalesce(pg_last_wal_replay_lsn() >= '{position}', false);
            EXIT WHEN seen OR clock_timestamp() >= deadline;
            PERFORM pg_sleep(0.005);
        END LOOP;
        PERFORM set_config('arena.seen', seen::text, false);
    END $$
"""


def read_from(position, seconds):
    if not re.fullmatch("[0-9A-F]{1,8}/[0-9A-F]{1,8}", position):
        return "default"
    try:
        with connections["replica"].cursor() as cursor:
            cursor.execute(WAIT.format(position=position, seconds=float(seconds)))
            cursor.execute("SELECT current_setting('arena.seen')")
            return "replica" if cursor.fetchone()[0] == "true" else "default"
    except DatabaseError:
        return "default"
