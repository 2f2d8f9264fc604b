"""Right: plain JSON-ready values with text keys; the text is fetched for the lines only."""

from django.db import connection

NUMBERS = """
    SELECT concat_ws('/', userid, queryid, extract(epoch FROM stats_since)), queryid, calls,
        total_exec_time
    FROM pg_stat_statements(false)
    WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND toplevel
"""
TEXTS = """
    SELECT queryid, min(query) FROM pg_stat_statements
    WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND queryid = ANY(%s::bigint[]) AND toplevel
    GROUP BY queryid
"""


def numbers(cursor):
    cursor.execute(NUMBERS)
    return cursor.fetchall()


def snapshot():
    with connection.cursor() as cursor:
        return {key: [calls, total] for key, _, calls, total in numbers(cursor)}


def report(earlier):
    sums = {}
    with connection.cursor() as cursor:
        for key, queryid, calls, total in numbers(cursor):
            before = earlier.get(key, [0, 0])
            if calls > before[0]:
                old = sums.get(queryid, (0, 0))
                sums[queryid] = (old[0] + calls - before[0], old[1] + total - before[1])
        cursor.execute(TEXTS, [list(sums)])
        texts = dict(cursor.fetchall())
    everything = sum(total for _, total in sums.values()) or 1
    lines = [
        {
            "queryid": queryid,
            "query": texts.get(queryid, ""),
            "calls": calls,
            "total_ms": total,
            "mean_ms": total / calls,
            "share": total / everything * 100,
        }
        for queryid, (calls, total) in sums.items()
    ]
    lines.sort(key=lambda line: line["queryid"])
    lines.sort(key=lambda line: line["total_ms"], reverse=True)
    return lines
