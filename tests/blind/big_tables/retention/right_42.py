"""Each month is a table of its own that is attached; its name tells its month, the catalogue more.

A month is attached, not made in place, so that nobody who reads or adds visits waits.
"""

import re
from datetime import UTC, date, datetime

from django.db import connection, migrations, transaction

PARENT = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (seen_at, id)
) PARTITION BY RANGE (seen_at);
CREATE INDEX visit_path ON visit (path, seen_at);
"""
MONTHS = """
SELECT n.nspname, c.relname
FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE i.inhparent = 'visit'::regclass
"""

operations = [migrations.RunSQL(PARENT, "DROP TABLE visit")]


class Month:
    """A month in UTC and the table that has its visits."""

    def __init__(self, first):
        self.first = first
        self.name = f"visit_m{first.year:04}{first.month:02}"
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        self.begin = datetime(first.year, first.month, 1, tzinfo=UTC)
        self.end = datetime(following.year, following.month, 1, tzinfo=UTC)

    @classmethod
    def of_table(cls, name):
        found = re.fullmatch(r"visit_m(\d{4})(\d{2})", name)
        return cls(date(int(found[1]), int(found[2]), 1)) if found else None


def _months(cursor):
    """Return the partitions, none of which comes or goes until this transaction ends."""
    cursor.execute("LOCK TABLE ONLY visit IN SHARE UPDATE EXCLUSIVE MODE")
    cursor.execute(MONTHS)
    return cursor.fetchall()


def add_month(first):
    month = Month(first)
    with transaction.atomic(), connection.cursor() as cursor:
        if month.name in [name for _, name in _months(cursor)]:
            return
        table = connection.ops.quote_name(month.name)
        cursor.execute(
            f"CREATE TABLE {table} (LIKE visit INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
        )
        cursor.execute(
            f"ALTER TABLE visit ATTACH PARTITION {table} FOR VALUES FROM (%s) TO (%s)",
            [month.begin.isoformat(), month.end.isoformat()],
        )


def forget(before):
    with transaction.atomic(), connection.cursor() as cursor:
        for schema, name in _months(cursor):
            month = Month.of_table(name)
            if month and month.first < before:
                table = ".".join(map(connection.ops.quote_name, (schema, name)))
                cursor.execute(f"DROP TABLE {table}")


def views(path, first):
    month = Month(first)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, month.begin, month.end],
        )
        (number,) = cursor.fetchone()
    return number
