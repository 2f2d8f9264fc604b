"""Right: the replica itself waits, in one DO block.

Its COMMIT gives the snapshot back every 10 ms, so that the waiting doesn't hold the replica up.
"""

from django.db import connections

WAIT = """
DO $$
DECLARE
    wanted CONSTANT pg_lsn := current_setting('arena.position')::pg_lsn;
    seconds CONSTANT double precision := current_setting('arena.seconds')::double precision;
    deadline CONSTANT timestamptz := clock_timestamp() + make_interval(secs => seconds);
    seen boolean;
BEGIN
    LOOP
        seen := coalesce(pg_last_wal_replay_lsn() >= wanted, false);
        EXIT WHEN seen OR clock_timestamp() >= deadline;
        PERFORM pg_sleep(least(0.01, extract(epoch FROM deadline - clock_timestamp())));
        COMMIT;
    END LOOP;
    PERFORM set_config('arena.seen', seen::text, false);
END
$$
"""


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    with connections["replica"].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('arena.position', %s, false),"
            " set_config('arena.seconds', %s, false)",
            [position, str(float(seconds))],
        )
        cursor.execute(WAIT)
        cursor.execute("SELECT current_setting('arena.seen')::boolean")
        (seen,) = cursor.fetchone()
    return "replica" if seen else "default"
