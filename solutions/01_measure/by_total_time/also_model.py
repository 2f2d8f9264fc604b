"""The view as an unmanaged model, and its rows as namedtuples. Sums are rounded at the end."""

from itertools import groupby
from operator import attrgetter

from django.db import connection, models


class Statement(models.Model):
    userid = models.BigIntegerField()
    dbid = models.BigIntegerField()
    toplevel = models.BooleanField()
    queryid = models.BigIntegerField(primary_key=True)
    query = models.TextField()
    calls = models.BigIntegerField()
    total_exec_time = models.FloatField()
    stats_since = models.DateTimeField()

    class Meta:
        managed = False
        app_label = "answer"
        db_table = "pg_stat_statements"


def snapshot():
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        [oid] = cursor.fetchone()
    entries = Statement.objects.filter(dbid=oid, toplevel=True).order_by("queryid", "userid")
    return list(
        entries.values_list(
            "queryid", "userid", "query", "calls", "total_exec_time", "stats_since", named=True
        )
    )


def report(earlier):
    old = {(entry.queryid, entry.userid): entry for entry in earlier}
    lines = []
    for queryid, entries in groupby(snapshot(), key=attrgetter("queryid")):
        calls = total = 0
        for entry in entries:
            calls, total = calls + entry.calls, total + entry.total_exec_time
            before = old.get((queryid, entry.userid))
            if before is not None and before.stats_since == entry.stats_since:
                calls, total = calls - before.calls, total - before.total_exec_time
        if calls:
            lines.append({"queryid": queryid, "query": entry.query, "calls": calls, "ms": total})
    lines.sort(key=lambda line: (-line["ms"], line["queryid"]))
    everything = sum(line["ms"] for line in lines)
    for line in lines:
        ms = line.pop("ms")
        line["total_ms"] = round(ms, 2)
        line["mean_ms"] = round(ms / line["calls"], 2)
        line["share"] = round(100 * ms / everything, 2) if everything else 0
    return lines
