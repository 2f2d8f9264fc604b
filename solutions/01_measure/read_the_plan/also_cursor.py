"""Sends EXPLAIN itself, with the parameters apart, and walks with a stack.

So it can set every option of EXPLAIN, also one that Django does not know yet.
"""

import json

from django.db import connections


def facts(queryset):
    sql, params = queryset.query.sql_with_params()
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, VERBOSE, FORMAT JSON) {sql}", params)
        plan = cursor.fetchone()[0]
    if isinstance(plan, str):
        plan = json.loads(plan)
    scans, removed, own_times = [], 0, []
    stack = [plan[0]["Plan"]]
    while stack:
        step = stack.pop()
        children = step.get("Plans", [])
        stack.extend(children)
        loops = step["Actual Loops"]
        if "Relation Name" in step:
            scans.append((step["Node Type"], step["Relation Name"]))
        removed += step.get("Rows Removed by Filter", 0) * loops
        below = sum(child["Actual Total Time"] * child["Actual Loops"] for child in children)
        own_times.append((step["Actual Total Time"] * loops - below, step["Node Type"]))
    return {"scans": sorted(scans), "removed": removed, "costliest": max(own_times)[1]}
