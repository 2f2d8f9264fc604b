"""Right: what is old is read from the partitions' own bounds; an index for views()."""

from datetime import datetime, timedelta, timezone

from django.db import connection, migrations, transaction

CREATE = [
    """
    CREATE TABLE visit (
        id bigint GENERATED ALWAYS AS IDENTITY,
        seen_at timestamptz NOT NULL,
        path text NOT NULL,
        PRIMARY KEY (seen_at, id)
    ) PARTITION BY RANGE (seen_at)
    """,
    "CREATE INDEX visit_path ON visit (path)",
]

operations = [migrations.RunSQL(CREATE, ["DROP TABLE visit"])]

MONTHS = """
SELECT c.oid::regclass::text, pg_get_expr(c.relpartbound, c.oid)
FROM pg_inherits AS i
JOIN pg_class AS c ON c.oid = i.inhrelid
WHERE i.inhparent = 'visit'::regclass
"""


def midnight(date):
    return datetime(date.year, date.month, date.day, tzinfo=timezone.utc)


def month_after(first):
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def add_month(first):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7301)")
            cursor.execute("SELECT to_regclass(%s)::text", [f"visit_{first:%Y%m}"])
            if cursor.fetchone()[0] is None:
                cursor.execute(
                    f"CREATE TABLE visit_{first:%Y%m} PARTITION OF visit FOR VALUES"
                    f" FROM ('{first:%Y-%m-%d} 00:00:00+00')"
                    f" TO ('{month_after(first):%Y-%m-%d} 00:00:00+00')"
                )


def forget(before):
    with transaction.atomic(), connection.cursor() as cursor:
        # The bounds are printed in the time zone of the session.
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        cursor.execute(MONTHS)
        for table, bound in cursor.fetchall():
            # FOR VALUES FROM ('2024-05-01 00:00:00+00') TO ('2024-06-01 00:00:00+00')
            _, _, end = bound.partition(" TO ('")
            if end and end[:10] <= before.isoformat():
                cursor.execute(f"DROP TABLE {table}")


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE seen_at >= %s AND seen_at < %s AND path = %s",
            [midnight(first), midnight(month_after(first)), path],
        )
        (number,) = cursor.fetchone()
    return number
