"""Right: small classes, the start of an entry's statistics is a part of its key."""

from collections import defaultdict
from dataclasses import dataclass, field
from math import fsum
from typing import NamedTuple

from django.db import connection


class Key(NamedTuple):
    user: int
    queryid: int
    since: object


class Cost(NamedTuple):
    calls: int
    ms: float


@dataclass
class Line:
    text: str = ""
    calls: int = 0
    times: list = field(default_factory=list)


def read():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT userid, queryid, stats_since, calls, total_exec_time, query"
            " FROM pg_stat_statements AS s"
            " WHERE s.toplevel IS TRUE AND s.queryid IS NOT NULL AND EXISTS ("
            "SELECT 1 FROM pg_stat_activity AS a"
            " WHERE a.pid = pg_backend_pid() AND a.datid = s.dbid)"
        )
        for user, queryid, since, calls, ms, text in cursor.fetchall():
            yield Key(user, queryid, since), Cost(calls, ms), text


def snapshot():
    return {key: cost for key, cost, text in read()}


def report(earlier):
    lines = defaultdict(Line)
    for key, cost, text in read():
        old = earlier.get(key, Cost(0, 0.0))
        if cost.calls > old.calls:
            line = lines[key.queryid]
            line.text = text
            line.calls += cost.calls - old.calls
            line.times.append(cost.ms - old.ms)
    whole = fsum(ms for line in lines.values() for ms in line.times)
    result = []
    for queryid, line in lines.items():
        total = fsum(line.times)
        result.append(
            {
                "queryid": queryid,
                "query": line.text,
                "calls": line.calls,
                "total_ms": total,
                "mean_ms": total / line.calls,
                "share": total / whole * 100 if whole else 0.0,
            }
        )
    result.sort(key=lambda line: line["queryid"])
    result.sort(key=lambda line: line["total_ms"], reverse=True)
    return result
