"""One recursive function flattens the plan to tuples, and each fact is a line over them."""

import json


def flat(node):
    spent = lambda n: n["Actual Total Time"] * n["Actual Loops"]  # noqa: E731
    below = node.get("Plans", [])
    own = spent(node) - sum(map(spent, below))
    gone = node.get("Rows Removed by Filter", 0) * node["Actual Loops"]
    return [(own, gone, node["Node Type"], node.get("Relation Name"))] + sum(map(flat, below), [])


def facts(queryset):
    steps = flat(json.loads(queryset.explain(format="JSON", analyze=True))[0]["Plan"])
    return {
        "scans": sorted([kind, table] for _, _, kind, table in steps if table),
        "removed": sum(gone for _, gone, _, _ in steps),
        "costliest": max(steps, key=lambda step: step[0])[2],
    }
