"""removed: the rows removed are added up without their loops.

"Rows Removed by Filter" is an average for one loop: a filter on the inner side of a nested loop, or
in parallel workers, removes it once in each loop, and here it counts once.
"""

import json


def walk(step):
    yield step
    for feeder in step.get("Plans", []):
        yield from walk(feeder)


def own_time(step):
    feeders = step.get("Plans", [])
    total = step["Actual Total Time"] * step["Actual Loops"]
    return total - sum(feeder["Actual Total Time"] * feeder["Actual Loops"] for feeder in feeders)


def facts(queryset):
    steps = list(walk(json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]))
    return {
        "scans": sorted([step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step),
        "removed": sum(step.get("Rows Removed by Filter", 0) for step in steps),
        "costliest": max(steps, key=own_time)["Node Type"],
    }
