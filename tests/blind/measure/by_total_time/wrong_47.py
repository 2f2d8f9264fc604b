"""since

The snapshot keeps only the 1000 most expensive entries, to stay small. It shows with more of them
(pg_stat_statements.max is 5000): what a statement below had called before the snapshot counts too.
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

MOST = "ORDER BY total_exec_time DESC LIMIT 1000"


def entries(sql=SQL):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def snapshot():
    return {
        (userid, queryid): (stats_since, calls, total_ms)
        for userid, queryid, _, calls, total_ms, stats_since in entries(SQL + MOST)
    }


def report(earlier):
    texts, calls, totals = {}, defaultdict(int), defaultdict(float)
    for userid, queryid, query, number, total_ms, stats_since in entries():
        before = earlier.get((userid, queryid))
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
