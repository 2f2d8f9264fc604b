"""Takes the workers of a parallel scan for one loop: the plan tells what each of them removed.

Breaks: removed
Fails: removed
"""

import json


def facts(queryset):
    document = json.loads(queryset.explain(analyze=True, format="json"))
    steps = list(walk(document[0]["Plan"]))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(map(removed, steps)),
        "costliest": max(steps, key=own_time)["Node Type"],
    }


def walk(step):
    yield step
    for child in step.get("Plans", []):
        yield from walk(child)


def removed(step):
    loops = 1 if step["Parallel Aware"] else step["Actual Loops"]
    return step.get("Rows Removed by Filter", 0) * loops


def own_time(step):
    return time(step) - sum(time(child) for child in step.get("Plans", []))


def time(step):
    return step["Actual Total Time"] * step["Actual Loops"]
