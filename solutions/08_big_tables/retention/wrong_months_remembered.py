"""Each process remembers the months that it made, also when they are forgotten.

Breaks: months
Fails: answer
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
PARTITIONS = """
SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
WHERE inhparent = 'visit'::regclass AND relname < %s
"""

operations = [migrations.RunSQL(TABLE, "DROP TABLE visit")]


made = set()


def add_month(first):
    if first in made:
        return
    made.add(first)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {name(first)} PARTITION OF visit "
            f"FOR VALUES FROM ('{midnight(first)}') TO ('{midnight(month_after(first))}')"
        )


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS, [name(before)])
        for [partition] in cursor.fetchall():
            cursor.execute(f"ALTER TABLE visit DETACH PARTITION {partition}")
            cursor.execute(f"DROP TABLE {partition}")


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, midnight(first), midnight(month_after(first))],
        )
        return cursor.fetchone()[0]


def name(first):
    return f"visit_{first:%Y_%m}"


def midnight(first):
    return f"{first} 00:00+00"  # a bare date begins in the time zone of the session


def month_after(first):
    return (first + timedelta(days=31)).replace(day=1)
