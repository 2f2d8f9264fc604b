"""Right: the snapshot is a list of rows, sent back as arrays and subtracted by UNION ALL."""

from django.db import connection

HERE = "(SELECT oid FROM pg_database WHERE datname = current_database())"
SNAPSHOT = f"""
    SELECT userid::bigint, queryid, extract(epoch FROM stats_since)::text, calls,
        total_exec_time
    FROM pg_stat_statements
    WHERE dbid = {HERE} AND toplevel
"""
REPORT = f"""
    WITH both_times AS (
        SELECT userid::bigint AS userid, queryid, extract(epoch FROM stats_since)::text AS since,
            query, calls, total_exec_time AS total, true AS now
        FROM pg_stat_statements
        WHERE dbid = {HERE} AND toplevel
        UNION ALL
        SELECT userid, queryid, since, NULL, -calls, -total, false
        FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::bigint[],
            %s::double precision[]) AS e(userid, queryid, since, calls, total)
    ), entries AS (
        SELECT queryid, max(query) AS query, sum(calls) AS calls, sum(total) AS total
        FROM both_times
        GROUP BY userid, queryid, since
        HAVING bool_or(now) AND sum(calls) > 0
    )
    SELECT queryid, max(query), sum(calls)::bigint, sum(total) AS total_ms
    FROM entries
    GROUP BY queryid
    ORDER BY total_ms DESC, queryid
"""


def snapshot():
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        return cursor.fetchall()


def report(earlier):
    columns = [[row[number] for row in earlier] for number in range(5)]
    with connection.cursor() as cursor:
        cursor.execute(REPORT, columns)
        rows = cursor.fetchall()
    everything = sum(row[3] for row in rows) or 1.0
    return [
        {
            "queryid": queryid,
            "query": query,
            "calls": calls,
            "total_ms": total,
            "mean_ms": total / calls,
            "share": 100 * total / everything,
        }
        for queryid, query, calls, total in rows
    ]
