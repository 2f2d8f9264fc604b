"""Wrong (result): mean_ms is the mean of the users' means. Wrong as soon as two users sent the same
statement a different number of times, with another mean."""

from django.db import connection

NOW = """
    SELECT userid, queryid, stats_since, calls, total_exec_time, query
    FROM pg_stat_statements
    WHERE toplevel
        AND queryid IS NOT NULL
        AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def entries():
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        return {tuple(row[:3]): tuple(row[3:]) for row in cursor.fetchall()}


def snapshot():
    return entries()


def report(earlier):
    groups = {}
    for key, (calls, total, query) in entries().items():
        old_calls, old_total, _ = earlier.get(key, (0, 0.0, ""))
        if calls > old_calls:
            groups.setdefault(key[1], []).append((calls - old_calls, total - old_total, query))
    everything = sum(ms for group in groups.values() for _, ms, _ in group)
    lines = []
    for queryid, group in groups.items():
        total = sum(ms for _, ms, _ in group)
        lines.append(
            {
                "queryid": queryid,
                "query": group[0][2],
                "calls": sum(calls for calls, _, _ in group),
                "total_ms": total,
                "mean_ms": sum(ms / calls for calls, ms, _ in group) / len(group),
                "share": 100 * total / everything if everything else 0.0,
            }
        )
    return sorted(lines, key=lambda line: (-line["total_ms"], line["queryid"]))
