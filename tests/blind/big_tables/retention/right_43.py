"""Functions in PL/pgSQL, installed by the migration, make and drop months; Python calls them."""

from django.db import connection, migrations

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (id, seen_at)
) PARTITION BY RANGE (seen_at)
"""
ADD_MONTH = """
CREATE FUNCTION visit_add_month(first date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text := 'visit_' || to_char(first, 'YYYY_MM');
BEGIN
    PERFORM pg_advisory_xact_lock('visit'::regclass::oid::bigint);
    IF EXISTS (
        SELECT FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'visit'::regclass AND c.relname = name
    ) THEN
        RETURN;
    END IF;
    EXECUTE format(
        'CREATE TABLE %I PARTITION OF visit FOR VALUES FROM (%L) TO (%L)',
        name,
        first::timestamp AT TIME ZONE 'UTC',
        (first + interval '1 month') AT TIME ZONE 'UTC'
    );
END
$$
"""
FORGET = """
CREATE FUNCTION visit_forget(before date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part regclass;
BEGIN
    PERFORM pg_advisory_xact_lock('visit'::regclass::oid::bigint);
    FOR part IN
        SELECT c.oid
        FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'visit'::regclass
          AND CASE WHEN c.relname ~ '^visit_[0-9]{4}_[0-9]{2}$'
                   THEN to_date(right(c.relname, 7), 'YYYY_MM') < before END
    LOOP
        EXECUTE format('DROP TABLE %s', part);
    END LOOP;
END
$$
"""
VIEWS = """
SELECT count(*) FROM visit
WHERE path = %s
  AND seen_at >= %s::date::timestamp AT TIME ZONE 'UTC'
  AND seen_at < (%s::date + interval '1 month') AT TIME ZONE 'UTC'
"""

# Lists, as the text of a function has semicolons of its own.
operations = [
    migrations.RunSQL([TABLE], ["DROP TABLE visit"]),
    migrations.RunSQL([ADD_MONTH], ["DROP FUNCTION visit_add_month"]),
    migrations.RunSQL([FORGET], ["DROP FUNCTION visit_forget"]),
]


def add_month(first):
    with connection.cursor() as cursor:
        cursor.execute("SELECT visit_add_month(%s)", [first])


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute("SELECT visit_forget(%s)", [before])


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(VIEWS, [path, first, first])
        return cursor.fetchone()[0]
