"""pages: forget() touches each page of what it drops.

It writes to the log how many visits go, and count(*) reads them all before they are dropped: with
some millions of visits, far more than 10,000 pages.
"""

import logging
from datetime import UTC, date, datetime

from django.db import connection, migrations, transaction

logger = logging.getLogger(__name__)

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
        cursor.execute(EARLIER, [_begin(before)])
        names = [name for (name,) in cursor.fetchall()]
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {name}")
            logger.info("%s: %s visits go", name, cursor.fetchone()[0])
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
