"""The snapshot is five columns as lists, which the report unnests in one statement and subtracts where stats_since is the same."""

from django.db import connection

HERE = "toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"


def rows(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def snapshot():
    columns = {"userid": [], "queryid": [], "stats_since": [], "calls": [], "total_exec_time": []}
    entries = rows(f"SELECT {', '.join(columns)} FROM pg_stat_statements WHERE {HERE}")
    for entry in entries:
        for name, value in entry.items():
            columns[name].append(value)
    return columns


def report(earlier):
    return rows(
        f"""
        WITH old AS (
            SELECT * FROM unnest(
                %(userid)s::bigint[], %(queryid)s::bigint[], %(stats_since)s::timestamptz[],
                %(calls)s::bigint[], %(total_exec_time)s::float8[]
            ) AS t(userid, queryid, stats_since, old_calls, old_total)
        ), now AS (
            SELECT userid::bigint AS userid, queryid, stats_since, calls, total_exec_time, query
            FROM pg_stat_statements WHERE {HERE}
        ), difference AS (
            SELECT queryid, query, calls - coalesce(old_calls, 0) AS more,
                total_exec_time - coalesce(old_total, 0) AS ms
            FROM now LEFT JOIN old USING (userid, queryid, stats_since)
        ), line AS (
            SELECT queryid, max(query) AS query, sum(more)::bigint AS calls, sum(ms) AS total_ms
            FROM difference WHERE more > 0 GROUP BY queryid
        )
        SELECT line.*, total_ms / calls AS mean_ms,
            CASE WHEN whole > 0 THEN 100 * total_ms / whole ELSE 0 END AS share
        FROM line, (SELECT sum(total_ms) AS whole FROM line) AS everything
        ORDER BY total_ms DESC, queryid
        """,
        earlier,
    )
