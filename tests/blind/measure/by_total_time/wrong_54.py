"""Rule "reset" (with "lines"): an entry that began again counts whole.

It adds users up first, and keeps the latest stats_since of each queryid. When the entry of one of two users was reset,
everything that the other user had before the snapshot counts too.
"""

from django.db import connection

SQL = """
    SELECT queryid, max(stats_since) AS stats_since, sum(calls)::bigint AS calls,
        sum(total_exec_time) AS total, max(query) AS query
    FROM pg_stat_statements
    WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    GROUP BY queryid
"""


def read():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.fetchall()


def snapshot():
    return {queryid: (since, calls, total) for queryid, since, calls, total, _ in read()}


def report(earlier):
    lines = []
    for queryid, since, calls, total, query in read():
        if queryid in earlier and earlier[queryid][0] == since:
            calls -= earlier[queryid][1]
            total -= earlier[queryid][2]
        if calls > 0:
            lines.append({"queryid": queryid, "query": query, "calls": calls, "total_ms": total})
    whole = sum(line["total_ms"] for line in lines)
    for line in lines:
        line["mean_ms"] = line["total_ms"] / line["calls"]
        line["share"] = 100 * line["total_ms"] / whole if whole else 0.0
    return sorted(lines, key=lambda line: (-line["total_ms"], line["queryid"]))
