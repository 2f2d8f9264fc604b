"""Reads the plan for the scans, and still fetches a whole table to count what the filter removes.

EXPLAIN ANALYZE has counted it already. And of a join this counts one table.

Breaks: rows
Fails: work
"""

import json


def facts(queryset):
    document = json.loads(queryset.explain(analyze=True, format="json"))
    steps = list(walk(document[0]["Plan"]))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": len(queryset.model.objects.all()) - round(steps[0]["Actual Rows"]),
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
