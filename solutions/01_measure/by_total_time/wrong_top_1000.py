"""The snapshot has the 1,000 highest totals: what the other statements took before counts again.

Breaks: since
Fails: entries
"""

from collections import defaultdict

from django.db import connection

SQL = """
    SELECT userid, queryid, stats_since, query, calls, total_exec_time
    FROM pg_stat_statements
    WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def snapshot(most=1000):
    with connection.cursor() as cursor:
        cursor.execute(f"{SQL} ORDER BY total_exec_time DESC LIMIT %s", [most])
        return {tuple(key): (query, calls, ms) for *key, query, calls, ms in cursor.fetchall()}


def report(earlier):
    calls, total, text = defaultdict(int), defaultdict(float), {}
    for key, (query, calls_now, ms_now) in snapshot(None).items():
        # stats_since is in the key: an entry that began again is a new one.
        _, calls_then, ms_then = earlier.get(key, ("", 0, 0))
        if calls_now > calls_then:
            _, queryid, _ = key
            text[queryid] = query
            calls[queryid] += calls_now - calls_then
            total[queryid] += ms_now - ms_then
    everything = sum(total.values()) or 1
    return [
        {
            "queryid": queryid,
            "query": text[queryid],
            "calls": calls[queryid],
            "total_ms": total[queryid],
            "mean_ms": total[queryid] / calls[queryid],
            "share": 100 * total[queryid] / everything,
        }
        for queryid in sorted(text, key=lambda queryid: (-total[queryid], queryid))
    ]
