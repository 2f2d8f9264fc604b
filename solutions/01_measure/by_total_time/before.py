"""Arena's database is busy since the last release, and no single query is slow.

report() ranks statements by mean time.

Change snapshot() and report(earlier): rank statements by their total time since then, from
pg_stat_statements of PostgreSQL 17 or later.

Rules:
- since: report() takes the value of any earlier snapshot(). Only calls after it count. A statement
  without new calls has no line.
- reset: an entry can vanish, and begin again at zero with a new stats_since. Then it counts whole.
- database: only entries of this database.
- nested: no entries with toplevel false. Their caller's time includes theirs.
- lines: one for each queryid; add users up.
- result: a list of dictionaries: queryid, query (any user's text), calls, total_ms, mean_ms, share
  (percent of all lines' total), within 0.01. Highest total first; ties by queryid, ascending.
- read only: no entry changes.
"""

from django.db import connection

SQL = """
    SELECT queryid, query, calls, total_exec_time AS total_ms, mean_exec_time AS mean_ms,
        100 * total_exec_time / sum(total_exec_time) OVER () AS share
    FROM pg_stat_statements
    ORDER BY mean_exec_time DESC
"""


def snapshot():
    return None


def report(earlier):
    # TODO: a statement of 2 ms can cost most. Which ones took the time since the snapshot?
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
