"""Wrong, table: there is no primary key; nothing hinders a second visit with the same id."""

from datetime import UTC, datetime, timedelta

from django.db import connection, migrations

# A primary key of a partitioned table must have the column that it is partitioned by.
TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL
) PARTITION BY RANGE (seen_at);
CREATE INDEX visit_id ON visit (id)
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
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
            " WHERE inhparent = 'visit'::regclass AND relname < %s",
            [name_of(before)],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {name}")


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, start_of(first), end_of(first)],
        )
        return cursor.fetchone()[0]
