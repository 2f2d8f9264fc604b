"""The snapshot is JSON, and PostgreSQL subtracts, adds up and ranks."""

from django.db import connection

SNAPSHOT = """
    SELECT coalesce(json_agg(entry), '[]')::text FROM (
        SELECT userid, dbid, queryid, stats_since, calls, total_exec_time
        FROM pg_stat_statements WHERE toplevel
    ) AS entry
"""
REPORT = """
    WITH earlier AS (
        SELECT * FROM json_to_recordset(%s::json) AS entry (
            userid oid, dbid oid, queryid bigint, stats_since timestamptz, calls bigint,
            total_exec_time float8
        )
    ), since AS (
        SELECT queryid, min(query) AS query,
            sum(now.calls - coalesce(earlier.calls, 0))::bigint AS calls,
            sum(now.total_exec_time - coalesce(earlier.total_exec_time, 0)) AS total_ms
        FROM pg_stat_statements AS now
        JOIN pg_database ON pg_database.oid = now.dbid
        LEFT JOIN earlier USING (userid, dbid, queryid, stats_since)
        WHERE datname = current_database() AND toplevel
            AND now.calls > coalesce(earlier.calls, 0)
        GROUP BY queryid
    )
    SELECT json_build_object(
        'queryid', queryid, 'query', query, 'calls', calls, 'total_ms', total_ms,
        'mean_ms', total_ms / calls,
        'share', coalesce(100 * total_ms / nullif(sum(total_ms) OVER (), 0), 0)
    )
    FROM since ORDER BY total_ms DESC, queryid
"""


def snapshot():
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        return cursor.fetchone()[0]


def report(earlier):
    with connection.cursor() as cursor:
        cursor.execute(REPORT, [earlier])
        return [line for (line,) in cursor.fetchall()]
