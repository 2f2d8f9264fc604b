"""WRONG (rule: costliest): only the outer and inner sides of a step are taken off its time, not its
subplans; a scan or a sort above a costly subquery in the select list has the subquery's time.
"""

import json

INPUTS = {"Outer", "Inner", "Member", "Subquery"}


def _steps(step):
    yield step
    for child in step.get("Plans", []):
        yield from _steps(child)


def _time(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def _own_time(step):
    inputs = (
        child for child in step.get("Plans", []) if child["Parent Relationship"] in INPUTS
    )
    return _time(step) - sum(map(_time, inputs))


def facts(queryset):
    plan = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    steps = list(_steps(plan))
    removed = sum(
        step["Rows Removed by Filter"] * step["Actual Loops"]
        for step in steps
        if "Rows Removed by Filter" in step
    )
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": int(removed),
        "costliest": max(steps, key=_own_time)["Node Type"],
    }
