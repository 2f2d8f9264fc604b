"""A snapshot is a table with a number, and report() gets the number."""

from itertools import count

from django.db import connection

numbers = count(1)
SQL = """
    WITH since AS (
        SELECT queryid, now.query, now.calls - coalesce(old.calls, 0) AS calls,
            now.total_exec_time - coalesce(old.total_exec_time, 0) AS ms
        FROM pg_stat_statements AS now
        LEFT JOIN snapshot_{number} AS old USING (dbid, userid, toplevel, queryid, stats_since)
        WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
    SELECT queryid, max(query), sum(calls), sum(ms), sum(ms) / sum(calls),
        coalesce(100 * sum(ms) / nullif(sum(sum(ms)) OVER (), 0), 0)
    FROM since WHERE calls > 0 GROUP BY queryid ORDER BY sum(ms) DESC, queryid
"""


def snapshot():
    number = next(numbers)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS snapshot_{number}")
        cursor.execute(f"CREATE TABLE snapshot_{number} AS SELECT * FROM pg_stat_statements")
    return number


def report(earlier):
    names = ("queryid", "query", "calls", "total_ms", "mean_ms", "share")
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(number=int(earlier)))
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
