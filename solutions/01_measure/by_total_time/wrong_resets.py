"""It lets PostgreSQL count from zero. Other reports begin anew as well.

Breaks: read only
Fails: answer
"""

from django.db import connection

SQL = """
    SELECT queryid, min(query) AS query, sum(calls) AS calls, sum(total_exec_time) AS total_ms,
        sum(total_exec_time) / sum(calls) AS mean_ms,
        100 * sum(total_exec_time) / sum(sum(total_exec_time)) OVER () AS share
    FROM pg_stat_statements
    WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    GROUP BY queryid ORDER BY total_ms DESC, queryid
"""


def snapshot():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_statements_reset()")


def report(earlier):
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
