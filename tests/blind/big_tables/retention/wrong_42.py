"""forget: another table is dropped.

It goes by the names of tables alone. A table that is no partition of visit, but sorts before the
month, such as visit_2023_report or visit_2020_01_copy, is dropped with them.
"""

from datetime import UTC, date, datetime

from django.db import connection, migrations, transaction

TABLE = """
CREATE TABLE visit (
    id bigint GENERATED ALWAYS AS IDENTITY,
    seen_at timestamptz NOT NULL,
    path text NOT NULL,
    PRIMARY KEY (id, seen_at)
) PARTITION BY RANGE (seen_at)
"""
EARLIER = """
SELECT quote_ident(tablename) FROM pg_tables
WHERE schemaname = current_schema() AND tablename LIKE %s AND tablename < %s
"""

operations = [migrations.RunSQL(TABLE, "DROP TABLE visit")]


def _begin(month):
    return datetime(month.year, month.month, 1, tzinfo=UTC)


def _next(month):
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _take_turns(cursor):
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('partitions of visit'))")


def add_month(first):
    with transaction.atomic(), connection.cursor() as cursor:
        _take_turns(cursor)
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS visit_{first.year:04}_{first.month:02}"
            " PARTITION OF visit FOR VALUES FROM (%s) TO (%s)",
            [_begin(first).isoformat(), _begin(_next(first)).isoformat()],
        )


def forget(before):
    with transaction.atomic(), connection.cursor() as cursor:
        _take_turns(cursor)
        cursor.execute(EARLIER, ["visit\\_2%", f"visit_{before.year:04}_{before.month:02}"])
        names = [name for (name,) in cursor.fetchall()]
        if names:
            cursor.execute(f"DROP TABLE {', '.join(names)}")


def views(path, first):
    with connection.cursor() as cursor:
        # Constants: the planner leaves out the other months before anything is read.
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, _begin(first), _begin(_next(first))],
        )
        return cursor.fetchone()[0]
