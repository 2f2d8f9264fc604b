"""Wrong: result: mean_ms is the mean of all calls, also of those before the snapshot."""

from django.db import connection

SNAPSHOT = """
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'userid', s.userid::bigint, 'queryid', s.queryid, 'stats_since', s.stats_since,
        'calls', s.calls, 'total', s.total_exec_time)), '[]'::jsonb)::text
    FROM pg_stat_statements AS s
    JOIN pg_database AS d ON d.oid = s.dbid AND d.datname = current_database()
    WHERE s.toplevel
"""
REPORT = """
    WITH earlier AS (
        SELECT * FROM jsonb_to_recordset(%s::jsonb) AS e(
            userid bigint, queryid bigint, stats_since timestamptz, calls bigint,
            total double precision)
    ), new AS (
        SELECT s.queryid, min(s.query) AS query,
            sum(s.calls - coalesce(e.calls, 0))::bigint AS calls,
            sum(s.total_exec_time - coalesce(e.total, 0)) AS total_ms,
            sum(s.total_exec_time) / sum(s.calls)::double precision AS mean_ms
        FROM pg_stat_statements AS s
        JOIN pg_database AS d ON d.oid = s.dbid AND d.datname = current_database()
        LEFT JOIN earlier AS e ON e.userid = s.userid::bigint AND e.queryid = s.queryid
            AND e.stats_since = s.stats_since
        WHERE s.toplevel AND s.calls > coalesce(e.calls, 0)
        GROUP BY s.queryid
    )
    SELECT queryid, query, calls, total_ms, mean_ms,
        coalesce(100 * total_ms / nullif(sum(total_ms) OVER (), 0), 0) AS share
    FROM new
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
