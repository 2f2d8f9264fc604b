"""Wrong (bounded): statement_timeout ends the waiting, but 0 means no timeout.

With seconds=0, a replica that has not applied the position is waited for without end.
"""

from django.db import OperationalError, connections

WAIT = """
DO $$
BEGIN
    WHILE coalesce(pg_last_wal_replay_lsn() < current_setting('arena.position')::pg_lsn, true) LOOP
        PERFORM pg_sleep(0.01);
        COMMIT;
    END LOOP;
END
$$
"""


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT set_config('arena.position', %s, false)", [position])
        cursor.execute(f"SET statement_timeout = {int(seconds * 1000)}")
        try:
            cursor.execute(WAIT)
        except OperationalError:
            return "default"
        finally:
            cursor.execute("RESET statement_timeout")
    return "replica"
