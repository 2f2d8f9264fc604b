"""WRONG (rule: scans): a set collects them; two steps that read one table in the same way, as when a
table is joined to itself, are told once.
"""

import json


def facts(queryset):
    (explained,) = json.loads(queryset.explain(format="json", analyze=True))
    scans, removed = set(), 0
    costliest, most = None, None
    stack = [explained["Plan"]]
    while stack:
        step = stack.pop()
        children = step.get("Plans") or []
        stack.extend(children)

        loops = step["Actual Loops"]
        removed += round(step.get("Rows Removed by Filter", 0) * loops)
        if "Relation Name" in step:
            scans.add((step["Node Type"], step["Relation Name"]))

        own = step["Actual Total Time"] * loops
        for child in children:
            own -= child["Actual Total Time"] * child["Actual Loops"]
        if most is None or own > most:
            costliest, most = step["Node Type"], own
    return {"scans": sorted(map(list, scans)), "removed": removed, "costliest": costliest}
