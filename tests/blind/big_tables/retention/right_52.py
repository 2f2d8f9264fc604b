"""Partitions are named by year and month; a lock on the table puts clients in a row, and to_regclass() says whether one is there."""

import re
from datetime import date

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


NAME = re.compile(r"visit_y(\d{4})m(\d{2})")


def name_of(first):
    return f"visit_y{first.year:04}m{first.month:02}"


def midnight(first):
    return f"{first.year:04}-{first.month:02}-01 00:00:00+00"


def following(first):
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def add_month(first):
    name = name_of(first)
    create = (
        f"CREATE TABLE {name} PARTITION OF visit "
        f"FOR VALUES FROM ('{midnight(first)}') TO ('{midnight(following(first))}')"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ONLY visit IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SELECT to_regclass(%s) IS NULL", [name])
        if cursor.fetchone()[0]:
            cursor.execute(create)


def forget(before):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ONLY visit IN ACCESS EXCLUSIVE MODE")
        cursor.execute(
            """
            SELECT relname FROM pg_class
            WHERE oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'visit'::regclass)
            """
        )
        for (name,) in cursor.fetchall():
            match = NAME.fullmatch(name)
            if match and date(int(match[1]), int(match[2]), 1) < before:
                cursor.execute(f"DROP TABLE {name}")


def views(path, first):
    query = """
        SELECT count(*) FROM visit
        WHERE seen_at >= %s::timestamptz AND seen_at < %s::timestamptz AND path = %s
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [midnight(first), midnight(following(first)), path])
        (number,) = cursor.fetchone()
    return number
