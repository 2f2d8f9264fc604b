"""costliest: the time of a step includes the steps that feed it.

A step cannot end before those that feed it, so the top of the plan wins nearly always: for a sort
over a slow scan it says "Sort", or "Limit" with a slice.
"""

import json


def facts(queryset):
    plan = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    scans, removed, times = [], 0, []

    def visit(step):
        nonlocal removed
        loops = step["Actual Loops"]
        if "Relation Name" in step:
            scans.append([step["Node Type"], step["Relation Name"]])
        removed += step.get("Rows Removed by Filter", 0) * loops
        times.append((step["Actual Total Time"] * loops, step["Node Type"]))
        for feeder in step.get("Plans", []):
            visit(feeder)

    visit(plan)
    return {"scans": sorted(scans), "removed": removed, "costliest": max(times)[1]}
