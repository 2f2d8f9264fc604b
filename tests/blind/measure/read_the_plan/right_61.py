"""A recursive generator walks through the plan that explain() returns as JSON."""

import json


def walk(step):
    yield step
    for feeder in step.get("Plans", []):
        yield from walk(feeder)


def total_time(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def own_time(step):
    return total_time(step) - sum(total_time(feeder) for feeder in step.get("Plans", []))


def facts(queryset):
    plan = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    steps = list(walk(plan))
    return {
        "scans": sorted([step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step),
        "removed": sum(step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in steps),
        "costliest": max(steps, key=own_time)["Node Type"],
    }
