"""WRONG (limit: rows): the query runs once before, so that EXPLAIN finds its pages in memory, and all
its rows are fetched; more than a hundred where the queryset has more.
"""

import json

from django.db import connections


def _warm_up(queryset):
    """Run the query, so that what is measured is not the first reading from the disk."""
    sql, params = queryset.query.get_compiler(using=queryset.db).as_sql()
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(sql, params)
        cursor.fetchall()


def _steps(step):
    yield step
    for child in step.get("Plans", []):
        yield from _steps(child)


def _time(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def _own_time(step):
    return _time(step) - sum(_time(child) for child in step.get("Plans", []))


def facts(queryset):
    _warm_up(queryset)
    plan = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    scans, removed = [], 0
    for step in _steps(plan):
        if "Relation Name" in step:
            scans.append([step["Node Type"], step["Relation Name"]])
        removed += int(step.get("Rows Removed by Filter", 0) * step["Actual Loops"])
    costliest = max(_steps(plan), key=_own_time)["Node Type"]
    return {"scans": sorted(scans), "removed": removed, "costliest": costliest}
