"""EXPLAIN without ANALYZE runs nothing: its rows and costs are the planner's estimates.

They are close when the statistics are fresh and the condition is simple, and far off in exactly the
plans that need a look.

Breaks: removed
Fails: answer
"""

import json


def facts(queryset):
    steps = list(walk(json.loads(queryset.explain(format="json"))[0]["Plan"]))
    expected = steps[0]["Plan Rows"]
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": queryset.model.objects.count() - expected,
        "costliest": max(steps, key=lambda step: step["Total Cost"])["Node Type"],
    }


def walk(step):
    yield step
    for child in step.get("Plans", []):
        yield from walk(child)
