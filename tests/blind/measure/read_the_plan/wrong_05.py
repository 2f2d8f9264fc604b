"""WRONG (rule: costliest): the own times of all steps of one kind are added up; two scans of 3 ms each
win over a sort of 5 ms.
"""

import json
from collections import Counter


def facts(queryset):
    scans, own = [], Counter()
    removed = 0

    def read(step):
        nonlocal removed
        kind, loops = step["Node Type"], step["Actual Loops"]
        if "Relation Name" in step:
            scans.append([kind, step["Relation Name"]])
        removed += int(step.get("Rows Removed by Filter", 0) * loops)
        spent = step["Actual Total Time"] * loops
        own[kind] += spent - sum(read(child) for child in step.get("Plans", []))
        return spent

    read(json.loads(queryset.explain(format="json", analyze=True))[0]["Plan"])
    return {"scans": sorted(scans), "removed": removed, "costliest": max(own, key=own.get)}
