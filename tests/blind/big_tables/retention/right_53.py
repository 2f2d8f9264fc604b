"""The migration also makes two functions in the database, which create and drop partitions with bounds in UTC."""

from datetime import UTC, datetime

from django.db import connection, migrations

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    CONSTRAINT visit_pkey PRIMARY KEY (seen_at, id)
) PARTITION BY RANGE (seen_at)
"""

ADD_MONTH = """
CREATE FUNCTION visit_add_month(first date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock('visit'::regclass::bigint);
    EXECUTE format(
        'CREATE TABLE IF NOT EXISTS %I PARTITION OF visit FOR VALUES FROM (%L) TO (%L)',
        'visit_' || to_char(first, 'YYYYMM'),
        to_char(first, 'YYYY-MM-DD') || ' 00:00:00+00',
        to_char(first + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00'
    );
END $$
"""

FORGET = """
CREATE FUNCTION visit_forget(before date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    child record;
BEGIN
    PERFORM pg_advisory_xact_lock('visit'::regclass::bigint);
    FOR child IN
        SELECT nspname, relname
        FROM pg_inherits
        JOIN pg_class ON pg_class.oid = inhrelid
        JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE inhparent = 'visit'::regclass
            AND relname ~ '^visit_[0-9]{6}$'
            AND relname < 'visit_' || to_char(before, 'YYYYMM')
    LOOP
        EXECUTE format('DROP TABLE %I.%I', child.nspname, child.relname);
    END LOOP;
END $$
"""

operations = [
    migrations.RunSQL(TABLE, "DROP TABLE visit"),
    migrations.RunSQL(ADD_MONTH, "DROP FUNCTION visit_add_month(date)"),
    migrations.RunSQL(FORGET, "DROP FUNCTION visit_forget(date)"),
]


def add_month(first):
    with connection.cursor() as cursor:
        cursor.execute("SELECT visit_add_month(%s::date)", [first])


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute("SELECT visit_forget(%s::date)", [before])


def views(path, first):
    year, month = divmod(first.year * 12 + first.month, 12)
    begin = datetime(first.year, first.month, 1, tzinfo=UTC)
    end = datetime(year, month + 1, 1, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, begin, end],
        )
        return cursor.fetchone()[0]
