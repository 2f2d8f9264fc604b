"""Wrong, forget: goes back month by month and stops at the first gap. Months before a missing one stay."""

from datetime import UTC, datetime, timedelta

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


def name_of(first):
    return f"visit_{first:%Y_%m}"


def start_of(first):
    return datetime(first.year, first.month, 1, tzinfo=UTC)


def end_of(first):
    return (start_of(first) + timedelta(days=31)).replace(day=1)


def add_month(first):
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {name_of(first)} PARTITION OF visit"
            f" FOR VALUES FROM ('{start_of(first)}') TO ('{end_of(first)}')"
        )


def forget(before):
    month = start_of(before)
    with connection.cursor() as cursor:
        while True:
            month = (month - timedelta(days=1)).replace(day=1)
            cursor.execute("SELECT to_regclass(%s)::text", [name_of(month)])
            if cursor.fetchone()[0] is None:
                return
            cursor.execute(f"DROP TABLE {name_of(month)}")


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, start_of(first), end_of(first)],
        )
        return cursor.fetchone()[0]
