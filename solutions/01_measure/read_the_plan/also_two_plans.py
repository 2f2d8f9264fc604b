"""Counts in a plan without times, and takes the times in a second run.

The database works twice. But reading the clock for every row of every step takes time too, and the
first plan does without.
"""

import json


def facts(queryset):
    counted = list(steps(plan(queryset, timing=False)))
    timed = list(steps(plan(queryset)))
    scans = [
        (step["Node Type"], step["Relation Name"]) for step in counted if step.get("Relation Name")
    ]
    return {
        "scans": sorted(scans),
        "removed": round(
            sum(step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in counted)
        ),
        "costliest": max(timed, key=own_time)["Node Type"],
    }


def plan(queryset, **options):
    return json.loads(queryset.explain(format="json", analyze=True, **options))[0]["Plan"]


def steps(step):
    return [step, *(below for child in step.get("Plans", []) for below in steps(child))]


def own_time(step):
    own = step["Actual Total Time"] * step["Actual Loops"]
    for child in step.get("Plans", []):
        own -= child["Actual Total Time"] * child["Actual Loops"]
    return own
