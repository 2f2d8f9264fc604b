"""Each entry is a small object that knows how to become the difference to an earlier one; sorting and grouping by queryid adds users up, exactly, in whole nanoseconds."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import connection


@dataclass(frozen=True)
class Entry:
    """What one user's calls of one statement took, since when."""

    userid: int
    queryid: int
    query: str
    calls: int
    ns: int
    stats_since: datetime

    @property
    def key(self):
        return self.userid, self.queryid, self.stats_since

    def since(self, earlier):
        """Return calls and nanoseconds since an earlier entry of the same key, if there is one."""
        if earlier is None:
            return self.calls, self.ns
        return self.calls - earlier[0], self.ns - earlier[1]


def entries():
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        [database] = cursor.fetchone()
        cursor.execute(
            """
            SELECT userid, queryid, query, calls, total_exec_time, stats_since
            FROM pg_stat_statements
            WHERE dbid = %s AND toplevel AND queryid IS NOT NULL
            ORDER BY queryid
            """,
            [database],
        )
        for userid, queryid, query, calls, ms, stats_since in cursor.fetchall():
            yield Entry(userid, queryid, query, calls, round(ms * 1_000_000), stats_since)


def snapshot():
    return {entry.key: (entry.calls, entry.ns) for entry in entries()}


def report(earlier):
    lines = []
    for queryid, same in groupby(entries(), key=lambda entry: entry.queryid):
        same = list(same)
        fresh = [entry.since(earlier.get(entry.key)) for entry in same]
        calls = sum(fresh_calls for fresh_calls, _ in fresh)
        if calls > 0:
            lines.append((sum(ns for _, ns in fresh), queryid, same[0].query, calls))
    everything = sum(line[0] for line in lines)
    lines.sort(key=lambda line: (-line[0], line[1]))
    return [
        {
            "queryid": queryid,
            "query": query,
            "calls": calls,
            "total_ms": ns / 1_000_000,
            "mean_ms": ns / 1_000_000 / calls,
            "share": 100 * ns / everything if everything else 0.0,
        }
        for ns, queryid, query, calls in lines
    ]
