"""Adds up the time of all steps of one kind: many quick scans look slower than one slow step.

Breaks: costliest
Fails: costliest
"""

import json
from collections import defaultdict


def facts(queryset):
    document = json.loads(queryset.explain(analyze=True, format="json"))
    steps = list(walk(document[0]["Plan"]))
    by_kind = defaultdict(float)
    for step in steps:
        by_kind[step["Node Type"]] += own_time(step)
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in steps
        ),
        "costliest": max(by_kind, key=by_kind.get),
    }


def walk(step):
    yield step
    for child in step.get("Plans", []):
        yield from walk(child)


def own_time(step):
    return time(step) - sum(time(child) for child in step.get("Plans", []))


def time(step):
    return step["Actual Total Time"] * step["Actual Loops"]
