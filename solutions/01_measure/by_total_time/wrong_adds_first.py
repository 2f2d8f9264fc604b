"""Adds the users up first, and then subtracts: one user's reset spoils the line of all.

Breaks: reset
Fails: users
"""

from django.db import connection

SQL = """
    SELECT queryid, min(query), sum(calls)::bigint, sum(total_exec_time), min(stats_since)
    FROM pg_stat_statements
    WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    GROUP BY queryid
"""


def snapshot():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return {queryid: row for queryid, *row in cursor.fetchall()}


def report(earlier):
    lines = []
    for queryid, (query, calls, ms, begun) in snapshot().items():
        _, calls_then, ms_then, begun_then = earlier.get(queryid, ("", 0, 0, None))
        if begun_then == begun:
            calls, ms = calls - calls_then, ms - ms_then
        if calls > 0:
            lines.append({"queryid": queryid, "query": query, "calls": calls, "total_ms": ms})
    everything = sum(line["total_ms"] for line in lines) or 1
    for line in lines:
        line["mean_ms"] = line["total_ms"] / line["calls"]
        line["share"] = 100 * line["total_ms"] / everything
    return sorted(lines, key=lambda line: (-line["total_ms"], line["queryid"]))
