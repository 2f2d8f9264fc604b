"""Rule "one partition": views() reads no other month.

It still computes each row's month, now in UTC. PostgreSQL can't tell from that which partition is meant, and reads all of them,
as soon as there are two.
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


def add_month(first):
    end = (first + timedelta(days=32)).replace(day=1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('visit'))")
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS visit_{first:%Y_%m} PARTITION OF visit "
            f"FOR VALUES FROM ('{first} 00:00:00+00') TO ('{end} 00:00:00+00')"
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
            """
            SELECT count(*) FROM visit
            WHERE path = %s AND date_trunc('month', seen_at AT TIME ZONE 'UTC') = %s
            """,
            [path, first],
        )
        return cursor.fetchone()[0]
