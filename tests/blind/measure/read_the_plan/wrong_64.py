"""scans, removed: steps that a subquery feeds (InitPlan, SubPlan) are left out.

Only the "Outer", "Inner" and "Member" children are visited: a queryset with Exists() or Subquery() in
its condition or annotations lacks the scan of the other table, and the rows that its filter removes.
"""

import json


def feeders(step):
    return [child for child in step.get("Plans", []) if child["Parent Relationship"] in {"Outer", "Inner", "Member"}]


def walk(step):
    yield step
    for feeder in feeders(step):
        yield from walk(feeder)


def total(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def facts(queryset):
    steps = list(walk(json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]))
    return {
        "scans": sorted([step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step),
        "removed": sum(step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in steps),
        "costliest": max(steps, key=lambda step: total(step) - sum(map(total, feeders(step))))["Node Type"],
    }
