"""Wrong, pages: for the log it counts the visits before it drops them, and reads each of their pages."""

from datetime import UTC, datetime, timedelta

from django.db import connection, migrations

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (id, seen_at)
) PARTITION BY RANGE (seen_at)
"""

operations = [migrations.RunSQL(TABLE, "DROP TABLE visit")]


def name_of(first):
    return f"visit_{first:%Y_%m}"


def start_of(first):
    return datetime(first.year, first.month, 1, tzinfo=UTC)


def end_of(first):
    return (start_of(first) + timedelta(days=31)).replace(day=1)


def add_month(first):
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {name_of(first)} PARTITION OF visit"
            f" FOR VALUES FROM ('{start_of(first)}') TO ('{end_of(first)}')"
        )


def forget(before):
    forgotten = 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
            " WHERE inhparent = 'visit'::regclass AND relname < %s",
            [name_of(before)],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {name}")
            forgotten += cursor.fetchone()[0]
            cursor.execute(f"DROP TABLE {name}")
    return forgotten


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, start_of(first), end_of(first)],
        )
        return cursor.fetchone()[0]
