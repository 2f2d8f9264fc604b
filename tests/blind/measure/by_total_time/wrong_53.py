"""Rule "since" (and "result"): only calls after the snapshot count.

mean_ms is the mean_exec_time of the entry, which is the mean since its beginning. It shows when a statement was fast before the
snapshot and is slow after it.
"""

from django.db import connection

SQL = """
    SELECT userid, queryid, stats_since, calls, total_exec_time, mean_exec_time, query
    FROM pg_stat_statements
    WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def read():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.fetchall()


def snapshot():
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in read()}


def report(earlier):
    lines = {}
    for userid, queryid, since, calls, total, mean, query in read():
        old_calls, old_total = earlier.get((userid, queryid, since), (0, 0.0))
        if calls == old_calls:
            continue
        line = lines.setdefault(
            queryid,
            {"queryid": queryid, "query": query, "calls": 0, "total_ms": 0.0, "mean_ms": mean},
        )
        line["calls"] += calls - old_calls
        line["total_ms"] += total - old_total
    whole = sum(line["total_ms"] for line in lines.values())
    for line in lines.values():
        line["share"] = 100 * line["total_ms"] / whole if whole else 0.0
    return sorted(lines.values(), key=lambda line: (-line["total_ms"], line["queryid"]))
