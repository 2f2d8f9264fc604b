"""Subtracts in Python, entry by entry (user and queryid), and compares stats_since to notice a reset."""

from django.db import connection

SQL = """
    SELECT userid, queryid, stats_since, calls, total_exec_time, query
    FROM pg_stat_statements
    WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def _entries():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.fetchall()


def snapshot():
    return {
        (userid, queryid, since): (calls, total)
        for userid, queryid, since, calls, total, _ in _entries()
    }


def report(earlier):
    lines = {}
    for userid, queryid, since, calls, total, query in _entries():
        old_calls, old_total = earlier.get((userid, queryid, since), (0, 0.0))
        if calls <= old_calls:
            continue
        line = lines.setdefault(
            queryid, {"queryid": queryid, "query": query, "calls": 0, "total_ms": 0.0}
        )
        line["calls"] += calls - old_calls
        line["total_ms"] += total - old_total
    everything = sum(line["total_ms"] for line in lines.values())
    for line in lines.values():
        line["mean_ms"] = line["total_ms"] / line["calls"]
        line["share"] = 100 * line["total_ms"] / everything if everything else 0.0
    return sorted(lines.values(), key=lambda line: (-line["total_ms"], line["queryid"]))
