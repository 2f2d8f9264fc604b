"""WRONG (rule: costliest): the times of one loop are subtracted before the loops are multiplied; where
a step feeds another in many loops, as the inner side of a nested loop, its time stays with the other.
"""

import json


def _steps(step):
    yield step
    for child in step.get("Plans", []):
        yield from _steps(child)


def _own_time(step):
    fed = sum(child["Actual Total Time"] for child in step.get("Plans", []))
    return (step["Actual Total Time"] - fed) * step["Actual Loops"]


def facts(queryset):
    plan = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    steps = list(_steps(plan))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            int(step.get("Rows Removed by Filter", 0) * step["Actual Loops"]) for step in steps
        ),
        "costliest": max(steps, key=_own_time)["Node Type"],
    }
