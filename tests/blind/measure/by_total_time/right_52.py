"""Does all of it in SQL: the snapshot is one JSON text, which the report joins with the entries of now."""

from django.db import connection

SNAPSHOT = """
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'userid', userid::bigint, 'queryid', queryid, 'stats_since', stats_since,
        'calls', calls, 'total', total_exec_time
    )), '[]')::text
    FROM pg_stat_statements(false) JOIN pg_database ON pg_database.oid = dbid
    WHERE toplevel AND datname = current_database()
"""

REPORT = """
    WITH before AS (
        SELECT * FROM jsonb_to_recordset(%s::jsonb) AS entry(
            userid bigint, queryid bigint, stats_since timestamptz, calls bigint, total float8
        )
    ), line AS (
        SELECT s.queryid, min(s.query) AS query,
            sum(s.calls - coalesce(b.calls, 0))::bigint AS calls,
            sum(s.total_exec_time - coalesce(b.total, 0)) AS total_ms
        FROM pg_stat_statements s
        JOIN pg_database d ON d.oid = s.dbid AND d.datname = current_database()
        LEFT JOIN before b ON b.userid = s.userid::bigint AND b.queryid = s.queryid
            AND b.stats_since = s.stats_since
        WHERE s.toplevel AND s.calls > coalesce(b.calls, 0)
        GROUP BY s.queryid
    )
    SELECT queryid, query, calls, total_ms, total_ms / calls AS mean_ms,
        coalesce(100 * total_ms / nullif(sum(total_ms) OVER (), 0), 0) AS share
    FROM line
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
