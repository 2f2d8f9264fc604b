"""Leaves out steps that PostgreSQL did not have to run, and with them the tables that they read.

Breaks: scans
Fails: scans
"""

import json


def facts(queryset):
    document = json.loads(queryset.explain(analyze=True, format="json"))
    steps = [step for step in walk(document[0]["Plan"]) if step["Actual Loops"] > 0]
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
