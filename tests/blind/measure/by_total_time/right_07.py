"""Right: the snapshot is JSON text, and PostgreSQL joins it again."""

from django.db import connection

SNAPSHOT = """
    SELECT coalesce(json_agg(s), '[]')::text
    FROM (
        SELECT userid::bigint AS userid, queryid, stats_since, calls, total_exec_time
        FROM pg_stat_statements(false)
        JOIN pg_database ON pg_database.oid = dbid
        WHERE toplevel AND datname = current_database()
    ) AS s
"""

REPORT = """
    WITH earlier AS (
        SELECT *
        FROM json_to_recordset(%s::json) AS e(
            userid bigint,
            queryid bigint,
            stats_since timestamptz,
            calls bigint,
            total_exec_time double precision
        )
    ), fresh AS (
        SELECT
            s.queryid,
            s.query,
            s.calls - coalesce(e.calls, 0) AS calls,
            s.total_exec_time - coalesce(e.total_exec_time, 0) AS ms
        FROM pg_stat_statements AS s
        JOIN pg_database AS d ON d.oid = s.dbid AND d.datname = current_database()
        LEFT JOIN earlier AS e
            ON e.userid = s.userid::bigint
            AND e.queryid = s.queryid
            AND e.stats_since = s.stats_since
        WHERE s.toplevel AND s.queryid IS NOT NULL
    ), lines AS (
        SELECT queryid, min(query) AS query, sum(calls)::bigint AS calls, sum(ms) AS total_ms
        FROM fresh
        WHERE calls > 0
        GROUP BY queryid
    )
    SELECT
        queryid,
        query,
        calls,
        total_ms,
        total_ms / calls AS mean_ms,
        coalesce(100 * total_ms / nullif(sum(total_ms) OVER (), 0), 0) AS share
    FROM lines
    ORDER BY total_ms DESC, queryid
"""


def snapshot():
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        return cursor.fetchone()[0]


def report(earlier):
    with connection.cursor() as cursor:
        cursor.execute(REPORT, [earlier])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
