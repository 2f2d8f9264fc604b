"""scans: leaves out steps that were never executed.

Each step with a "Relation Name" belongs to them, also one with 0 "Actual Loops": the inner side of
a nested loop whose outer side found no row, or a CASE's subquery that no row needed."""

import json


def facts(queryset):
    plan = json.loads(queryset.explain(format="json", analyze=True))["Plan"]
    steps = [step for step in walk(plan) if step["Actual Loops"]]
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in steps
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
