"""result

Times are rounded to 0.01 ms first, and mean, share and order come from the rounded ones. It shows
with statements of a few microseconds: totals of 0.006 and 0.009 ms tie, and 0.004 ms has no share.
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
        if number > 0:
            texts[queryid] = query
            calls[queryid] += number
            totals[queryid] += total_ms
    totals = {queryid: round(total_ms, 2) for queryid, total_ms in totals.items()}
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
    return sorted(lines, key=lambda line: (-line["total_ms"], line["queryid"]))
