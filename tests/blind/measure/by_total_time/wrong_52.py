"""Rule "lines" (add users up).

The snapshot and the report have one value for each queryid, so that of two users that run the same statement only the last row
counts.
"""

from django.db import connection

SQL = """
    SELECT userid, queryid, stats_since, calls, total_exec_time, query
    FROM pg_stat_statements
    WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def read():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.fetchall()


def snapshot():
    return {queryid: (since, calls, total) for _, queryid, since, calls, total, _ in read()}


def report(earlier):
    lines = {}
    for _, queryid, since, calls, total, query in read():
        old_since, old_calls, old_total = earlier.get(queryid, (since, 0, 0.0))
        if old_since != since:
            old_calls, old_total = 0, 0.0
        if calls > old_calls:
            lines[queryid] = {
                "queryid": queryid,
                "query": query,
                "calls": calls - old_calls,
                "total_ms": total - old_total,
            }
    whole = sum(line["total_ms"] for line in lines.values())
    for line in lines.values():
        line["mean_ms"] = line["total_ms"] / line["calls"]
        line["share"] = 100 * line["total_ms"] / whole if whole else 0.0
    return sorted(lines.values(), key=lambda line: (-line["total_ms"], line["queryid"]))
