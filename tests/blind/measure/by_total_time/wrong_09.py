"""Wrong (reset): notices a reset only by calls that went down. An entry that began again and has as
many calls as before, or more, has the old calls and time taken off, or loses its line."""

from django.db import connection

SQL = """
    SELECT userid, queryid, calls, total_exec_time, query
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
    return {(user, queryid): (calls, total) for user, queryid, calls, total, _ in entries()}


def report(earlier):
    lines = {}
    for user, queryid, calls, total, query in entries():
        old_calls, old_total = earlier.get((user, queryid), (0, 0.0))
        if calls >= old_calls and total >= old_total:
            calls -= old_calls
            total -= old_total
        if not calls:
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
