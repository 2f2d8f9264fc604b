"""months: no partition is made, after one that was rolled back or forgotten.

So that a second call does nothing, each process remembers the months that it made. If the
transaction around the first call is rolled back, or forget() drops the month, the next add_month()
of that month returns without a partition.
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
EARLIER = r"""
SELECT child.oid::regclass::text
FROM pg_inherits
JOIN pg_class AS child ON child.oid = inhrelid
WHERE inhparent = 'visit'::regclass
  AND substring(pg_get_expr(child.relpartbound, child.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz
      <= %s
"""

operations = [migrations.RunSQL(TABLE, "DROP TABLE visit")]


def _begin(month):
    return datetime(month.year, month.month, 1, tzinfo=UTC)


def _next(month):
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _take_turns(cursor):
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('partitions of visit'))")


made = set()


def add_month(first):
    if first in made:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        _take_turns(cursor)
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS visit_{first.year:04}_{first.month:02}"
            " PARTITION OF visit FOR VALUES FROM (%s) TO (%s)",
            [_begin(first).isoformat(), _begin(_next(first)).isoformat()],
        )
    made.add(first)


def forget(before):
    with transaction.atomic(), connection.cursor() as cursor:
        _take_turns(cursor)
        cursor.execute(EARLIER, [_begin(before)])
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
