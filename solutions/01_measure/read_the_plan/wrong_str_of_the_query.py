"""str(queryset.query) is for reading, not for running: its values have no quotes.

PostgreSQL takes the text for the name of a column, and refuses. SQL and values belong apart:
queryset.explain() or query.sql_with_params().

Breaks: scans
Fails: answer
"""

import json

from django.db import connection


def facts(queryset):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {queryset.query}")
        plan = cursor.fetchone()[0]
    if isinstance(plan, str):
        plan = json.loads(plan)
    steps = list(walk(plan[0]["Plan"]))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in steps
        ),
        "costliest": max(steps, key=own_time)["Node Type"],
    }


def walk(step):
    yield step
    for child in step.get("Plans", []):
        yield from walk(child)


def own_time(step):
    return time(step) - sum(time(child) for child in step.get("Plans", []))


def time(step):
    return step["Actual Total Time"] * step["Actual Loops"]
