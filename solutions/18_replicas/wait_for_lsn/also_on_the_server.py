"""The replica itself waits, in one statement; a DO block runs there, since it writes nothing."""

from django.db import connections

WAIT = """
    DO $$
    DECLARE
        deadline timestamptz := clock_timestamp() + make_interval(secs => {seconds});
    BEGIN
        WHILE pg_last_wal_replay_lsn() < '{position}'::pg_lsn AND clock_timestamp() < deadline LOOP
            PERFORM pg_sleep(0.01);
        END LOOP;
    END $$
"""


def position():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        return cursor.fetchone()[0]


def read_from(position, seconds):
    high, low = (int(part, 16) for part in position.split("/"))
    with connections["replica"].cursor() as cursor:
        cursor.execute(WAIT.format(position=f"{high:X}/{low:X}", seconds=float(seconds)))
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
        return "replica" if cursor.fetchone()[0] else "default"
