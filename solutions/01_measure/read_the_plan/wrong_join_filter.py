"""Adds the rows that joins and index rechecks removed. Those were never rows of one table that a
filter looked at: a join filter counts pairs.

Breaks: removed
Fails: removed
"""

import json


def facts(queryset):
    document = json.loads(queryset.explain(analyze=True, format="json"))
    steps = list(walk(document[0]["Plan"]))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            number * step["Actual Loops"]
            for step in steps
            for key, number in step.items()
            if key.startswith("Rows Removed by")
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
