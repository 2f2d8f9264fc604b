"""RIGHT: straightforward: RANGE partitions, found again through pg_inherits and their padded names."""

from datetime import datetime, timedelta, timezone

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
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def _moment(day):
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


def add_month(first):
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {_name(first)} PARTITION OF visit "
            f"FOR VALUES FROM ('{first:%Y-%m-%d} 00:00:00+00') "
            f"TO ('{_next(first):%Y-%m-%d} 00:00:00+00')"
        )


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid "
            "WHERE inhparent = 'visit'::regclass AND relname < %s",
            [_name(before)],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}")


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, _moment(first), _moment(_next(first))],
        )
        return cursor.fetchone()[0]
