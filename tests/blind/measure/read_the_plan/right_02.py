"""RIGHT: a stack instead of recursion; totals are kept while the steps are met."""

import json


def facts(queryset):
    (explained,) = json.loads(queryset.explain(format="json", analyze=True))
    scans, removed = [], 0
    costliest, most = None, None
    stack = [explained["Plan"]]
    while stack:
        step = stack.pop()
        children = step.get("Plans") or []
        stack.extend(children)

        loops = step["Actual Loops"]
        removed += round(step.get("Rows Removed by Filter", 0) * loops)
        if "Relation Name" in step:
            scans.append([step["Node Type"], step["Relation Name"]])

        own = step["Actual Total Time"] * loops
        for child in children:
            own -= child["Actual Total Time"] * child["Actual Loops"]
        if most is None or own > most:
            costliest, most = step["Node Type"], own
    scans.sort()
    return {"scans": scans, "removed": removed, "costliest": costliest}
