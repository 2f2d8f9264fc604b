"""Wrong: lines: the snapshot knows a queryid only once, so with two users the last one hides the other."""

from collections import Counter
from typing import NamedTuple

from django.db import connection


class Entry(NamedTuple):
    queryid: int
    since: object
    calls: int
    total: float
    query: str

    def after(self, old):
        if old is None or old.since != self.since:
            return self.calls, self.total
        return self.calls - old.calls, self.total - old.total


def snapshot():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.userid, s.queryid, s.stats_since, s.calls, s.total_exec_time, s.query
            FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
            WHERE d.datname = current_database() AND s.toplevel IS TRUE
            """
        )
        return {row[1]: Entry(*row[1:]) for row in cursor.fetchall()}


def report(earlier):
    calls, times, texts = Counter(), Counter(), {}
    for key, entry in snapshot().items():
        new_calls, new_time = entry.after(earlier.get(key))
        if new_calls:
            calls[entry.queryid] += new_calls
            times[entry.queryid] += new_time
            texts[entry.queryid] = entry.query
    everything = sum(times.values())
    lines = []
    for queryid in sorted(sorted(times), key=times.__getitem__, reverse=True):
        lines.append(
            {
                "queryid": queryid,
                "query": texts[queryid],
                "calls": calls[queryid],
                "total_ms": times[queryid],
                "mean_ms": times[queryid] / calls[queryid],
                "share": 100 * times[queryid] / everything if everything else 0,
            }
        )
    return lines
