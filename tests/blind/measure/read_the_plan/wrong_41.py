"""scans and costliest: not how PostgreSQL runs the query.

Turns parallel plans off first (two statements are allowed), so that loops are easy to count. A large
table that the page reads with a Parallel Seq Scan below a Gather gets another plan, and the
connection keeps the setting afterwards."""

import json

from django.db import connections


def facts(queryset):
    with connections[queryset.db].cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    plan = json.loads(queryset.explain(format="json", analyze=True))["Plan"]
    steps = list(walk(plan))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in steps
        ),
        "costliest": max(steps, key=own)["Node Type"],
    }


def walk(step):
    yield step
    for feeding in step.get("Plans", []):
        yield from walk(feeding)


def whole(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def own(step):
    return whole(step) - sum(map(whole, step.get("Plans", [])))
