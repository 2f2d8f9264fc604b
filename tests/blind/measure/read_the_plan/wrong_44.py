"""removed: counts other removed rows too.

Adds up all keys that begin with "Rows Removed by": a join filter's and an index recheck's (a lossy
bitmap) rows are no rows that a "Filter" removed."""

import json


def facts(queryset):
    plan = json.loads(queryset.explain(format="json", analyze=True))["Plan"]
    steps = list(walk(plan))
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
