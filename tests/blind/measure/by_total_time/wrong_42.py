"""lines

What took no time has no line. It shows with new calls whose total_exec_time is 0, such as a fast
utility statement where the clock is coarse: only statements without new calls are to be left out.
"""

from collections import defaultdict

from django.db import connection

SQL = """
    SELECT userid, queryid, query, calls, total_exec_time, stats_since
    FROM pg_stat_statements
    WHERE toplevel
      AND queryid IS NOT NULL
      AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def entries():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.fetchall()


def snapshot():
    return {
        (userid, queryid): (stats_since, calls, total_ms)
        for userid, queryid, _, calls, total_ms, stats_since in entries()
    }


def report(earlier):
    texts, calls, totals = {}, defaultdict(int), defaultdict(float)
    for userid, queryid, query, number, total_ms, stats_since in entries():
        before = earlier.get((userid, queryid))
        if before and before[0] == stats_since:
            number -= before[1]
            total_ms -= before[2]
        if total_ms > 0:
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
