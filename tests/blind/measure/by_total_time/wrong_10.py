"""Wrong (lines): groups by queryid and text. Users whose entries of one queryid were first sent with
another spelling (case, spaces, a comment, the name of a parameter) get a line each."""

from collections import Counter

from django.db import connection

SQL = """
    SELECT userid, queryid, stats_since, query, calls, total_exec_time
    FROM pg_stat_statements
    WHERE toplevel
        AND queryid IS NOT NULL
        AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def entries():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return {row[:3]: row[3:] for row in cursor.fetchall()}


def snapshot():
    return entries()


def report(earlier):
    calls, times = Counter(), Counter()
    for key, (query, number, ms) in entries().items():
        _, old_number, old_ms = earlier.get(key, (None, 0, 0.0))
        if number > old_number:
            calls[key[1], query] += number - old_number
            times[key[1], query] += ms - old_ms
    whole = sum(times.values())
    return [
        {
            "queryid": queryid,
            "query": query,
            "calls": calls[queryid, query],
            "total_ms": ms,
            "mean_ms": ms / calls[queryid, query],
            "share": 100 * ms / whole if whole else 0.0,
        }
        for (queryid, query), ms in sorted(times.items(), key=lambda pair: (-pair[1], pair[0][0]))
    ]
