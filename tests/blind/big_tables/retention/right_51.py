"""Range partitions whose bounds are written with +00; forget() asks the catalogue for partitions whose upper bound has come."""

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


def month(first):
    """Return when the month begins and ends, in UTC."""
    begin = datetime(first.year, first.month, 1, tzinfo=UTC)
    end = (begin + timedelta(days=32)).replace(day=1)
    return begin, end


LOCK = "SELECT pg_advisory_xact_lock(hashtext('partitions of visit'))"


def add_month(first):
    begin, end = month(first)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS visit_{begin:%Y_%m} PARTITION OF visit "
            f"FOR VALUES FROM ('{begin.isoformat()}') TO ('{end.isoformat()}')"
        )


EARLIER = r"""
    SELECT inhrelid::regclass::text
    FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'visit'::regclass
        AND substring(pg_get_expr(relpartbound, inhrelid) FROM 'TO \(''([^'']+)''\)')::timestamptz <= %s
"""


def forget(before):
    begin, _ = month(before)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(EARLIER, [begin])
        for (partition,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE IF EXISTS {partition}")


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, *month(first)],
        )
        return cursor.fetchone()[0]
