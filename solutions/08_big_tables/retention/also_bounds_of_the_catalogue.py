"""No name means anything: what a partition holds is read from PostgreSQL's catalogue."""

from datetime import date

from django.db import connection, migrations

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (seen_at, id)
) PARTITION BY RANGE (seen_at)
"""
PARTITIONS = r"""
SELECT oid::regclass::text,
    substring(pg_get_expr(relpartbound, oid) FROM 'FROM \(''(.+?)''\)')::timestamptz
        AT TIME ZONE 'UTC'
FROM pg_class WHERE oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'visit'::regclass)
"""

operations = [
    migrations.RunSQL(TABLE, "DROP TABLE visit"),
    migrations.RunSQL("CREATE INDEX ON visit (path)", migrations.RunSQL.noop),
]


def add_month(first):
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS)
        existing = cursor.fetchall()
        if any(start.date() == first for _, start in existing):
            return
        cursor.execute(
            f"CREATE TABLE visits_from_{first:%b_%Y} PARTITION OF visit "
            f"FOR VALUES FROM ('{first} 00:00+00') TO ('{after(first)} 00:00+00')"
        )


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS)
        for partition, start in cursor.fetchall():
            if start.date() < before:
                cursor.execute(f"ALTER TABLE visit DETACH PARTITION {partition} CONCURRENTLY")
                cursor.execute(f"DROP TABLE {partition}")


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, f"{first} 00:00+00", f"{after(first)} 00:00+00"],
        )
        return cursor.fetchone()[0]


def after(first):
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
