"""WRONG (rule: removed): the rows that parallel workers remove are not multiplied by the loops, though
they too are an average of the loops; too few for a parallel scan.
"""

import json


def _steps(step):
    yield step
    for child in step.get("Plans", []):
        yield from _steps(child)


def _removed(step):
    rows = step.get("Rows Removed by Filter", 0)
    if step.get("Parallel Aware"):
        # Its loops are workers that share one scan.
        return int(rows)
    return int(rows * step["Actual Loops"])


def _time(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def _own_time(step):
    return _time(step) - sum(_time(child) for child in step.get("Plans", []))


def facts(queryset):
    plan = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    steps = list(_steps(plan))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(map(_removed, steps)),
        "costliest": max(steps, key=_own_time)["Node Type"],
    }
