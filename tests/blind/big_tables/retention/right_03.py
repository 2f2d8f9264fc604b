"""RIGHT: two functions of the database do the work, made by the same migration."""

from django.db import connection, migrations

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (id, seen_at)
) PARTITION BY RANGE (seen_at)
"""

ADD = """
CREATE FUNCTION visit_add_month(first date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TABLE IF NOT EXISTS %I PARTITION OF visit FOR VALUES FROM (%L) TO (%L)',
        'visit_' || to_char(first, 'YYYYMM'),
        to_char(first, 'YYYY-MM-DD') || ' 00:00:00+00',
        to_char(first + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00'
    );
END
$$
"""

FORGET = """
CREATE FUNCTION visit_forget(before date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    old regclass;
BEGIN
    FOR old IN
        SELECT c.oid::regclass
        FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'visit'::regclass
            AND c.relname < 'visit_' || to_char(before, 'YYYYMM')
    LOOP
        EXECUTE format('DROP TABLE %s', old);
    END LOOP;
END
$$
"""

operations = [
    migrations.RunSQL(TABLE, "DROP TABLE visit"),
    migrations.RunSQL(ADD, "DROP FUNCTION visit_add_month(date)"),
    migrations.RunSQL(FORGET, "DROP FUNCTION visit_forget(date)"),
]


def add_month(first):
    with connection.cursor() as cursor:
        cursor.execute("SELECT visit_add_month(%s::date)", [first])


def forget(before):
    with connection.cursor() as cursor:
        cursor.execute("SELECT visit_forget(%s::date)", [before])


def views(path, first):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM visit
            WHERE path = %(path)s
                AND seen_at >= %(first)s::date::timestamp AT TIME ZONE 'UTC'
                AND seen_at < (%(first)s::date + interval '1 month') AT TIME ZONE 'UTC'
            """,
            {"path": path, "first": first},
        )
        return cursor.fetchone()[0]
