"""Reads entries into frozen dataclasses, subtracts those of the snapshot if they have the same stats_since, and groups them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db import connection


@dataclass(frozen=True)
class Entry:
    userid: int
    queryid: int
    stats_since: datetime
    calls: int
    total_ms: float
    query: str

    @property
    def key(self):
        return self.userid, self.queryid

    def minus(self, old):
        if old is None or old.stats_since != self.stats_since:
            return self
        return Entry(
            self.userid,
            self.queryid,
            self.stats_since,
            self.calls - old.calls,
            self.total_ms - old.total_ms,
            self.query,
        )


@dataclass
class Line:
    queryid: int
    query: str
    calls: int
    total_ms: float
    mean_ms: float = 0.0
    share: float = 0.0


def read():
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        (database,) = cursor.fetchone()
        cursor.execute(
            """
            SELECT userid, queryid, stats_since, calls, total_exec_time, query
            FROM pg_stat_statements WHERE dbid = %s AND toplevel IS TRUE AND queryid IS NOT NULL
            """,
            [database],
        )
        return [Entry(*row) for row in cursor.fetchall()]


def snapshot():
    return {entry.key: entry for entry in read()}


def report(earlier):
    fresh = [entry.minus(earlier.get(entry.key)) for entry in read()]
    fresh = sorted((entry for entry in fresh if entry.calls > 0), key=attrgetter("queryid"))
    lines = []
    for queryid, group in groupby(fresh, key=attrgetter("queryid")):
        entries = list(group)
        lines.append(
            Line(
                queryid,
                entries[0].query,
                sum(entry.calls for entry in entries),
                sum(entry.total_ms for entry in entries),
            )
        )
    whole = sum(line.total_ms for line in lines)
    for line in lines:
        line.mean_ms = line.total_ms / line.calls
        if whole > 0:
            line.share = line.total_ms / whole * 100
    lines.sort(key=lambda line: line.total_ms, reverse=True)  # stable: ties stay in order of queryid
    return [asdict(line) for line in lines]
