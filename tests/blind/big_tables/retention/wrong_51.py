"""Not in UTC: a month's first day is in UTC, whatever the session's time zone.

The bounds are dates without a time zone, which PostgreSQL reads in that of the session. When it is not UTC, visits in the
first or last hours of a month are in the wrong partition, and views() counts them in the wrong month.
"""

from datetime import timedelta

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


def following(first):
    return (first + timedelta(days=32)).replace(day=1)


def add_month(first):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('visit'))")
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS visit_{first:%Y_%m} PARTITION OF visit "
            f"FOR VALUES FROM ('{first}') TO ('{following(first)}')"
        )


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
            WHERE inhparent = 'visit'::regclass
            """
        )
        for (name,) in cursor.fetchall():
            if name < f"visit_{before:%Y_%m}":
                cursor.execute(f"DROP TABLE IF EXISTS {name}")


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, first, following(first)],
        )
        return cursor.fetchone()[0]
