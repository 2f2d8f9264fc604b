"""RIGHT: EXPLAIN through a cursor of the queryset's database, walked with a stack, no recursion."""

import json

from django.db import connections


def facts(queryset):
    sql, params = queryset.query.get_compiler(queryset.db).as_sql()
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        (found,) = cursor.fetchone()
    if isinstance(found, str):
        found = json.loads(found)
    scans = []
    removed = 0
    most, costliest = float("-inf"), None
    stack = [found[0]["Plan"]]
    while stack:
        step = stack.pop()
        loops = step["Actual Loops"]
        below = step.get("Plans", [])
        stack.extend(below)
        if "Relation Name" in step:
            scans.append([step["Node Type"], step["Relation Name"]])
        removed += step.get("Rows Removed by Filter", 0) * loops
        own = step["Actual Total Time"] * loops
        for other in below:
            own -= other["Actual Total Time"] * other["Actual Loops"]
        if own > most:
            most, costliest = own, step["Node Type"]
    return {"scans": sorted(scans), "removed": removed, "costliest": costliest}
