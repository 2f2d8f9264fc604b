"""RIGHT: forget() reads the upper bound of each partition from the catalogue; names do not matter."""

import re
from datetime import date, datetime, timezone

from django.db import connection, migrations

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (seen_at, id)
) PARTITION BY RANGE (seen_at)
"""

PARTITIONS = """
SELECT c.oid::regclass::text, pg_get_expr(c.relpartbound, c.oid)
FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
WHERE i.inhparent = 'visit'::regclass
"""

operations = [migrations.RunSQL(TABLE, "DROP TABLE visit")]


def month_after(first):
    if first.month == 12:
        return date(first.year + 1, 1, 1)
    return date(first.year, first.month + 1, 1)


def utc(day):
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


def add_month(first):
    start, end = utc(first).isoformat(), utc(month_after(first)).isoformat()
    name = "visits_of_" + first.strftime("%Y%m")
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF visit "
            f"FOR VALUES FROM ('{start}') TO ('{end}')"
        )


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS)
        old = []
        for name, bound in cursor.fetchall():
            match = re.search(r"TO \('([^']+)'\)", bound)
            if match is None:
                continue
            end = datetime.fromisoformat(match.group(1))
            if end <= utc(before):
                old.append(name)
        if old:
            cursor.execute("DROP TABLE " + ", ".join(old))


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE seen_at >= %s AND seen_at < %s AND path = %s",
            [utc(first), utc(month_after(first)), path],
        )
        (number,) = cursor.fetchone()
        return number
