"""Sixteen partitions by hash of the id: no month is in one place.

Breaks: months
Fails: months
"""

from datetime import timedelta

from django.db import connection, migrations

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (id, seen_at)
) PARTITION BY HASH (id)
"""
PARTITIONS = """
SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
WHERE inhparent = 'visit'::regclass AND relname < %s
"""

operations = [migrations.RunSQL(TABLE, "DROP TABLE visit")]


def add_month(first):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS visit_all PARTITION OF visit "
            "FOR VALUES WITH (MODULUS 1, REMAINDER 0)"
        )


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM visit WHERE seen_at < %s", [before])


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, first, month_after(first)],
        )
        return cursor.fetchone()[0]


def name(first):
    return f"visit_{first:%Y_%m}"


def month_after(first):
    return (first + timedelta(days=31)).replace(day=1)
