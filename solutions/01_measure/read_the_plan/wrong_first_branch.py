"""Follows only the first step below each step: of two joined tables it sees one.

Breaks: scans
Fails: scans
"""

import json


def facts(queryset):
    step = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    steps = [step]
    while step.get("Plans"):
        step = step["Plans"][0]
        steps.append(step)
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in steps
        ),
        "costliest": max(steps, key=own_time)["Node Type"],
    }


def own_time(step):
    return time(step) - sum(time(child) for child in step.get("Plans", []))


def time(step):
    return step["Actual Total Time"] * step["Actual Loops"]
