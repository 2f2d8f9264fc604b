"""WRONG: count. views() asks the month's own table by its name: in a month without a partition (never
added, or forgotten) it fails, and must return 0.
"""

from datetime import timedelta

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


def _name(first):
    return f"visit_{first.year:04d}_{first.month:02d}"


def _next(first):
    return (first + timedelta(days=32)).replace(day=1)


def add_month(first):
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {_name(first)} PARTITION OF visit "
            f"FOR VALUES FROM ('{first} 00:00:00+00') TO ('{_next(first)} 00:00:00+00')"
        )


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid "
            "WHERE inhparent = 'visit'::regclass AND relname < %s",
            [_name(before)],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {name}")


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {_name(first)} WHERE path = %s", [path])
        return cursor.fetchone()[0]
