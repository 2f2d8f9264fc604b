"""Compares costs. The cost is the planner's estimate, in a unit of its own, from before the query
ran.

It says nothing of what a window, a function or a badly estimated condition really takes.

Breaks: costliest
Fails: costliest
"""

import json


def facts(queryset):
    document = json.loads(queryset.explain(analyze=True, format="json"))
    steps = list(walk(document[0]["Plan"]))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in steps
        ),
        "costliest": max(steps, key=own_cost)["Node Type"],
    }


def walk(step):
    yield step
    for child in step.get("Plans", []):
        yield from walk(child)


def own_cost(step):
    return cost(step) - sum(cost(child) for child in step.get("Plans", []))


def cost(step):
    return step["Total Cost"] * step["Actual Loops"]
