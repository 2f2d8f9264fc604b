"""Right: plain dictionaries keyed by user and queryid, difference in Python."""

from django.db import connection

SQL = """
    SELECT userid, queryid, stats_since, calls, total_exec_time, query
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
        (userid, queryid): (since, calls, total)
        for userid, queryid, since, calls, total, query in entries()
    }


def report(earlier):
    lines = {}
    for userid, queryid, since, calls, total, query in entries():
        before = earlier.get((userid, queryid))
        if before is not None and before[0] == since:
            calls -= before[1]
            total -= before[2]
        if calls <= 0:
            continue
        line = lines.setdefault(
            queryid, {"queryid": queryid, "query": query, "calls": 0, "total_ms": 0.0}
        )
        line["calls"] += calls
        line["total_ms"] += total
    everything = sum(line["total_ms"] for line in lines.values())
    for line in lines.values():
        line["mean_ms"] = line["total_ms"] / line["calls"]
        line["share"] = 100 * line["total_ms"] / everything if everything else 0.0
    return sorted(lines.values(), key=lambda line: (-line["total_ms"], line["queryid"]))
