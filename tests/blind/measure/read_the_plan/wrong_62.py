"""costliest: the own time of a step is counted for one loop only.

"Actual Total Time" is an average for one loop: with an index scan that a nested loop repeats a
thousand times, the loop's own time seems to hold what the scan took.
"""

import json


def walk(step):
    yield step
    for feeder in step.get("Plans", []):
        yield from walk(feeder)


def own_time(step):
    return step["Actual Total Time"] - sum(feeder["Actual Total Time"] for feeder in step.get("Plans", []))


def facts(queryset):
    steps = list(walk(json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]))
    return {
        "scans": sorted([step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step),
        "removed": sum(step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in steps),
        "costliest": max(steps, key=own_time)["Node Type"],
    }
