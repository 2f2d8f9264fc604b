"""Remembers the facts of each query by its SQL. The plan of the same SQL changes: with the data,
with the statistics, with an index that somebody adds or drops.

Breaks: scans
Fails: again
"""

import json

known = {}


def facts(queryset):
    sql = str(queryset.query)
    if sql not in known:
        known[sql] = read(queryset)
    return known[sql]


def read(queryset):
    document = json.loads(queryset.explain(analyze=True, format="json"))
    steps = list(walk(document[0]["Plan"]))
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
