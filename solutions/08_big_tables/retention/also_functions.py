"""Functions in the database do it, made by the migration; Python calls them."""

from django.db import connection, migrations

SQL = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (id, seen_at)
) PARTITION BY RANGE (seen_at);
CREATE SCHEMA months;
CREATE FUNCTION add_month(first date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TABLE IF NOT EXISTS months.%I PARTITION OF visit FOR VALUES FROM (%L) TO (%L)',
        'm' || to_char(first, 'YYYYMM'),
        first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC');
END $$;
CREATE FUNCTION forget(before date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    month regclass;
BEGIN
    FOR month IN
        SELECT inhrelid::regclass FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'visit'::regclass AND relname < 'm' || to_char(before, 'YYYYMM')
    LOOP
        EXECUTE format('DROP TABLE %s', month);
    END LOOP;
END $$;
CREATE FUNCTION views(page text, first date) RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM visit
    WHERE path = page AND seen_at >= first::timestamp AT TIME ZONE 'UTC'
        AND seen_at < (first + interval '1 month') AT TIME ZONE 'UTC'
$$;
"""

operations = [migrations.RunSQL(SQL)]


def add_month(first):
    call("add_month", first)


def forget(before):
    call("forget", before)


def views(path, first):
    return call("views", path, first)


def call(function, *args):
    with connection.cursor() as cursor:
        cursor.callproc(function, args)
        return cursor.fetchone()[0]
