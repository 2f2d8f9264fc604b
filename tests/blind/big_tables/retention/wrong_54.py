"""Rule "forget": it drops the tables of all earlier months.

It goes back month by month until there is no partition. When a month between has none, all that are older stay.
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


def add_month(first):
    begin, end = bounds(first)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('visit'))")
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS visit_{begin:%Y_%m} PARTITION OF visit "
            f"FOR VALUES FROM ('{begin.isoformat()}') TO ('{end.isoformat()}')"
        )


def forget(before):
    with connection.cursor() as cursor:
        month = (before - timedelta(days=1)).replace(day=1)
        while True:
            name = f"visit_{month:%Y_%m}"
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
            if not cursor.fetchone()[0]:
                break
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
            month = (month - timedelta(days=1)).replace(day=1)


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, *bounds(first)],
        )
        return cursor.fetchone()[0]
