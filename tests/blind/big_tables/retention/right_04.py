"""RIGHT: a beginner's: add_month() looks first, forget() detaches and then drops, views() asks the
month's own table if there is one.
"""

import datetime

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


def partition_names():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT child.relname
            FROM pg_inherits
            JOIN pg_class AS child ON child.oid = pg_inherits.inhrelid
            WHERE pg_inherits.inhparent = 'visit'::regclass
            """
        )
        return [row[0] for row in cursor.fetchall()]


def name_of(first):
    return "visit_y%04dm%02d" % (first.year, first.month)


def add_month(first):
    name = name_of(first)
    if name in partition_names():
        return
    year, month = first.year, first.month + 1
    if month == 13:
        year, month = year + 1, 1
    end = datetime.date(year, month, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE " + name + " PARTITION OF visit FOR VALUES "
            "FROM ('" + first.isoformat() + " 00:00:00 UTC') "
            "TO ('" + end.isoformat() + " 00:00:00 UTC')"
        )


def forget(before):
    for name in partition_names():
        # visit_y2026m01
        first = datetime.date(int(name[7:11]), int(name[12:14]), 1)
        if first < before:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE visit DETACH PARTITION " + name)
                cursor.execute("DROP TABLE " + name)


def views(path, first):
    name = name_of(first)
    if name not in partition_names():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM " + name + " WHERE path = %s", [path])
        return cursor.fetchone()[0]
