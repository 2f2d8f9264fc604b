"""Rule "reset".

It notices a reset by a number of calls that is smaller than before. An entry that was reset and then called more often than
before is taken for a continued one, and only the difference counts.
"""

from django.db import connection

SQL = """
    SELECT userid, queryid, stats_since, calls, total_exec_time, query
    FROM pg_stat_statements
    WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def read():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.fetchall()


def snapshot():
    return {(userid, queryid): (calls, total) for userid, queryid, _, calls, total, _ in read()}


def report(earlier):
    lines = {}
    for userid, queryid, _, calls, total, query in read():
        old_calls, old_total = earlier.get((userid, queryid), (0, 0.0))
        if calls < old_calls:
            old_calls, old_total = 0, 0.0  # it was reset
        if calls == old_calls:
            continue
        line = lines.setdefault(
            queryid, {"queryid": queryid, "query": query, "calls": 0, "total_ms": 0.0}
        )
        line["calls"] += calls - old_calls
        line["total_ms"] += total - old_total
    whole = sum(line["total_ms"] for line in lines.values())
    for line in lines.values():
        line["mean_ms"] = line["total_ms"] / line["calls"]
        line["share"] = 100 * line["total_ms"] / whole if whole else 0.0
    return sorted(lines.values(), key=lambda line: (-line["total_ms"], line["queryid"]))
