"""RIGHT: an object_hook of json.loads() meets each step when it is parsed, its feeders before it."""

import json


class _Reader:
    def __init__(self):
        self.scans = []
        self.removed = 0
        self.costs = []

    def __call__(self, node):
        if "Node Type" not in node:
            return node
        kind, loops = node["Node Type"], node["Actual Loops"]
        if "Relation Name" in node:
            self.scans.append([kind, node["Relation Name"]])
        self.removed += int(node.get("Rows Removed by Filter", 0) * loops)
        total = node["Actual Total Time"] * loops
        self.costs.append((total - sum(node.get("Plans", [])), kind))
        # A step that is read is worth its time to the step that it feeds.
        return total


def facts(queryset):
    reader = _Reader()
    json.loads(queryset.explain(format="json", analyze=True), object_hook=reader)
    costliest = max(reader.costs, key=lambda cost: cost[0])[1]
    return {"scans": sorted(reader.scans), "removed": reader.removed, "costliest": costliest}
