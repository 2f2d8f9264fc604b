"""Right: partitions that are named after their month, found in the catalogue."""

from datetime import UTC, datetime

from django.db import connection, migrations, transaction

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
    return f"visit_{first.year:04}_{first.month:02}"


def bounds(first):
    start = datetime(first.year, first.month, 1, tzinfo=UTC)
    if first.month == 12:
        return start, datetime(first.year + 1, 1, 1, tzinfo=UTC)
    return start, datetime(first.year, first.month + 1, 1, tzinfo=UTC)


def add_month(first):
    start, end = bounds(first)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('partitions of visit'))")
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {name_of(first)} PARTITION OF visit"
            f" FOR VALUES FROM ('{start.isoformat()}') TO ('{end.isoformat()}')"
        )


def forget(before):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = 'visit'::regclass"
        )
        old = sorted(name for (name,) in cursor.fetchall() if name < name_of(before))
        if old:
            cursor.execute(f"DROP TABLE {', '.join(old)}")


def views(path, first):
    start, end = bounds(first)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, start, end],
        )
        return cursor.fetchone()[0]
