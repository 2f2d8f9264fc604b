"""forget: earlier months stay if a month in between has no partition.

It walks back from the month before, and stops at the first month that is not there. With January
and March, but without February, forget(April) leaves January.
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


def _previous(month):
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def forget(before):
    with transaction.atomic(), connection.cursor() as cursor:
        _take_turns(cursor)
        month = _previous(before)
        while True:
            name = f"visit_{month.year:04}_{month.month:02}"
            cursor.execute("SELECT to_regclass(%s)", [name])
            if cursor.fetchone()[0] is None:
                return
            cursor.execute(f"DROP TABLE {name}")
            month = _previous(month)


def views(path, first):
    with connection.cursor() as cursor:
        # Constants: the planner leaves out the other months before anything is read.
        cursor.execute(
            "SELECT count(*) FROM visit WHERE path = %s AND seen_at >= %s AND seen_at < %s",
            [path, _begin(first), _begin(_next(first))],
        )
        return cursor.fetchone()[0]
