"""Right: bounds and names are made by PostgreSQL, in blocks of its own language."""

from django.db import connection, migrations

operations = [
    migrations.RunSQL(
        """
        CREATE TABLE visit (
            id bigint GENERATED ALWAYS AS IDENTITY,
            seen_at timestamp with time zone NOT NULL,
            path text NOT NULL,
            CONSTRAINT visit_pkey PRIMARY KEY (id, seen_at)
        ) PARTITION BY RANGE (seen_at)
        """,
        "DROP TABLE visit",
    )
]

ADD = """
DO $add$
DECLARE
    v_first date := '{first}';
    v_name text := 'visit_of_{first}';
BEGIN
    PERFORM pg_advisory_xact_lock(20240601);
    IF to_regclass(quote_ident(v_name)) IS NULL THEN
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF visit FOR VALUES FROM (%L) TO (%L)',
            v_name,
            v_first::timestamp AT TIME ZONE 'UTC',
            (v_first + interval '1 month') AT TIME ZONE 'UTC'
        );
    END IF;
END
$add$
"""

FORGET = """
DO $forget$
DECLARE
    v_tables text;
BEGIN
    SELECT string_agg(c.oid::regclass::text, ', ' ORDER BY c.relname)
    INTO v_tables
    FROM pg_inherits AS i
    JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'visit'::regclass
      AND c.relname < 'visit_of_{before}';
    IF v_tables IS NOT NULL THEN
        EXECUTE 'DROP TABLE ' || v_tables;
    END IF;
END
$forget$
"""

VIEWS = """
SELECT count(*)
FROM visit
WHERE path = %(path)s
  AND seen_at >= %(start)s::timestamptz
  AND seen_at < %(end)s::timestamptz
"""


def add_month(first):
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(first=first.isoformat()))


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute(FORGET.format(before=before.isoformat()))


def views(path, first):
    year, month = divmod(first.year * 12 + first.month, 12)
    with connection.cursor() as cursor:
        cursor.execute(
            VIEWS,
            {
                "path": path,
                "start": f"{first.isoformat()} 00:00:00+00",
                "end": f"{year:04}-{month + 1:02}-01 00:00:00+00",
            },
        )
        return cursor.fetchone()[0]
