"""RIGHT: a senior's: an index for views(), identifiers composed with psycopg, all drops in one
transaction.
"""

from datetime import date, datetime, timezone

from django.db import connection, migrations, transaction

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (id, seen_at)
) PARTITION BY RANGE (seen_at)
"""

operations = [
    migrations.RunSQL(TABLE, "DROP TABLE visit"),
    migrations.RunSQL(
        "CREATE INDEX visit_path_seen_at ON visit (path, seen_at)", migrations.RunSQL.noop
    ),
]

PREFIX = "visit_p"


def _bounds(first: date) -> tuple[datetime, datetime]:
    """Return the first moment of the month, and of the one after it."""
    years, month = divmod(first.month, 12)
    return (
        datetime(first.year, first.month, 1, tzinfo=timezone.utc),
        datetime(first.year + years, month + 1, 1, tzinfo=timezone.utc),
    )


def _partition(first: date) -> str:
    return f"{PREFIX}{first:%Y_%m}"


def _months(cursor) -> dict[date, str]:
    cursor.execute(
        "SELECT c.relname FROM pg_partition_tree('visit') AS t"
        " JOIN pg_class AS c ON c.oid = t.relid WHERE t.isleaf AND t.level = 1"
    )
    return {
        datetime.strptime(name, f"{PREFIX}%Y_%m").date(): name for (name,) in cursor.fetchall()
    }


def add_month(first):
    start, end = _bounds(first)
    name = connection.ops.quote_name(_partition(first))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF visit"
            f" FOR VALUES FROM ('{start.isoformat()}') TO ('{end.isoformat()}')"
        )


def forget(before):
    with transaction.atomic(), connection.cursor() as cursor:
        for month, name in sorted(_months(cursor).items()):
            if month < before:
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}")


def views(path, first):
    start, end = _bounds(first)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, start, end],
        )
        return cursor.fetchone()[0]
