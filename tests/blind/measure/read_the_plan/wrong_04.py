"""WRONG (rule: removed): rows that a join's own condition removes ("Rows Removed by Join Filter"), or a
recheck of an index, are added too.
"""

import json
from collections import deque


def _removed(step):
    a_loop = sum(value for key, value in step.items() if key.startswith("Rows Removed by "))
    return round(a_loop * step["Actual Loops"])


def _time(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def facts(queryset):
    plan = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    steps, waiting = [], deque([plan])
    while waiting:
        step = waiting.popleft()
        steps.append(step)
        waiting.extend(step.get("Plans", []))
    own = [_time(step) - sum(_time(child) for child in step.get("Plans", [])) for step in steps]
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(_removed(step) for step in steps),
        "costliest": steps[own.index(max(own))]["Node Type"],
    }
