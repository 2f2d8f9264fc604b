"""EXPLAIN is sent through a cursor of the queryset's database; a stack instead of recursion visits each step."""

import json

from django.db import connections


def facts(queryset):
    connection = connections[queryset.db]
    sql, params = queryset.query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING, FORMAT JSON) {sql}", params)
        (answer,) = cursor.fetchone()
    if isinstance(answer, (str, bytes)):
        answer = json.loads(answer)

    scans, removed = [], 0
    costliest, longest = None, None
    todo = [answer[0]["Plan"]]
    while todo:
        step = todo.pop()
        feeders = step.get("Plans") or []
        todo.extend(feeders)
        loops = step["Actual Loops"]
        removed += step.get("Rows Removed by Filter", 0) * loops
        if step.get("Relation Name") is not None:
            scans.append([step["Node Type"], step["Relation Name"]])
        own = step["Actual Total Time"] * loops
        for feeder in feeders:
            own -= feeder["Actual Total Time"] * feeder["Actual Loops"]
        if longest is None or own > longest:
            costliest, longest = step["Node Type"], own
    scans.sort()
    return {"scans": scans, "removed": removed, "costliest": costliest}
