"""reset

It adds users up before it subtracts, and only the newest stats_since of a statement says whether it
began again. It shows when one user's entry began again (or is new) and another's of the same queryid
did not: what the other had called before the snapshot counts again.
"""

from collections import defaultdict

from django.db import connection

SQL = """
    SELECT queryid, min(query), sum(calls)::bigint, sum(total_exec_time), max(stats_since)
    FROM pg_stat_statements
    WHERE toplevel
      AND queryid IS NOT NULL
      AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    GROUP BY queryid
"""


def entries():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.fetchall()


def snapshot():
    return {
        queryid: (stats_since, calls, total_ms)
        for queryid, _, calls, total_ms, stats_since in entries()
    }


def report(earlier):
    texts, calls, totals = {}, defaultdict(int), defaultdict(float)
    for queryid, query, number, total_ms, stats_since in entries():
        before = earlier.get(queryid)
        if before and before[0] == stats_since:
            number -= before[1]
            total_ms -= before[2]
        if number > 0:
            texts[queryid] = query
            calls[queryid] += number
            totals[queryid] += total_ms
    everything = sum(totals.values())
    lines = [
        {
            "queryid": queryid,
            "query": query,
            "calls": calls[queryid],
            "total_ms": totals[queryid],
            "mean_ms": totals[queryid] / calls[queryid],
            "share": 100 * totals[queryid] / everything if everything else 0.0,
        }
        for queryid, query in texts.items()
    ]
    # Differences of floating-point numbers: what is equal to the nanosecond is equal.
    return sorted(lines, key=lambda line: (-round(line["total_ms"], 6), line["queryid"]))
