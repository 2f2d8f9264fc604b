"""WRONG (rule: scans): steps that never ran (no loops, as below a join whose other side is empty) are
left out of the scans.
"""

import json


def _walk(step):
    # What was not executed has cost nothing.
    if step["Actual Loops"]:
        yield step
        for child in step.get("Plans", []):
            yield from _walk(child)


def _spent(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def facts(queryset):
    plan = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    scans, removed, own = [], 0, []
    for step in _walk(plan):
        if table := step.get("Relation Name"):
            scans.append([step["Node Type"], table])
        removed += step.get("Rows Removed by Filter", 0) * step["Actual Loops"]
        own.append((_spent(step) - sum(map(_spent, step.get("Plans", []))), step["Node Type"]))
    return {"scans": sorted(scans), "removed": int(removed), "costliest": max(own)[1]}
