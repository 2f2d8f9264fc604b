"""RIGHT: the queryset's SQL goes through a cursor of its database; one function returns what a subtree
found, and its callers merge that.
"""

import json

from django.db import connections


def _explain(queryset):
    sql, params = queryset.query.get_compiler(using=queryset.db).as_sql()
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()
    return json.loads(plan) if isinstance(plan, (str, bytes)) else plan


def _read(step):
    """Return the scans, the removed rows, the (time, kind) pairs and the time of a subtree."""
    kind, loops = step["Node Type"], step["Actual Loops"]
    scans = [[kind, step["Relation Name"]]] if "Relation Name" in step else []
    removed = int(step.get("Rows Removed by Filter", 0) * loops)
    total = own = step["Actual Total Time"] * loops
    costs = []
    for child in step.get("Plans", ()):
        child_scans, child_removed, child_costs, child_total = _read(child)
        scans += child_scans
        removed += child_removed
        costs += child_costs
        own -= child_total
    costs.append((own, kind))
    return scans, removed, costs, total


def facts(queryset):
    scans, removed, costs, _ = _read(_explain(queryset)[0]["Plan"])
    return {"scans": sorted(scans), "removed": removed, "costliest": max(costs)[1]}
