"""PostgreSQL makes the snapshot as one JSON text, and the report by joining the view to that text."""

from django.db import connection

OURS = """
    SELECT userid::bigint AS userid, queryid, query, calls, total_exec_time AS ms, stats_since
    FROM pg_stat_statements
    WHERE toplevel
      AND queryid IS NOT NULL
      AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

SNAPSHOT = f"""
    SELECT coalesce(
        json_agg(
            json_build_object(
                'userid', userid, 'queryid', queryid, 'calls', calls, 'ms', ms,
                'stats_since', stats_since
            )
        ),
        '[]'
    )::text
    FROM ({OURS}) AS ours
"""

REPORT = f"""
    WITH now AS MATERIALIZED ({OURS}),
    earlier AS (
        SELECT *
        FROM json_to_recordset(%s::json) AS entry(
            userid bigint, queryid bigint, calls bigint, ms double precision,
            stats_since timestamptz
        )
    ),
    fresh AS (
        SELECT now.queryid,
            now.query,
            now.calls - coalesce(earlier.calls, 0) AS calls,
            now.ms - coalesce(earlier.ms, 0) AS ms
        FROM now
        LEFT JOIN earlier USING (userid, queryid, stats_since)
    ),
    lines AS (
        SELECT queryid, min(query) AS query, sum(calls)::bigint AS calls, sum(ms) AS total_ms
        FROM fresh
        WHERE calls > 0
        GROUP BY queryid
    )
    SELECT queryid, query, calls, total_ms,
        total_ms / calls AS mean_ms,
        coalesce(100 * total_ms / nullif(sum(total_ms) OVER (), 0), 0) AS share
    FROM lines
    ORDER BY round(total_ms::numeric, 6) DESC, queryid
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
