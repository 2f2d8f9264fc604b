"""RIGHT: the JSON parser itself hands over each step, the lowest first, through object_hook."""

import json


def facts(queryset):
    scans, removed, costs = [], [], []

    def see(found):
        """Take an object of the JSON; a step becomes its time in all loops."""
        if "Node Type" not in found:
            return found
        kind, loops = found["Node Type"], found["Actual Loops"]
        if "Relation Name" in found:
            scans.append([kind, found["Relation Name"]])
        removed.append(found.get("Rows Removed by Filter", 0) * loops)
        total = found["Actual Total Time"] * loops
        costs.append((total - sum(found.get("Plans", [])), kind))
        return total

    json.loads(queryset.explain(format="json", analyze=True), object_hook=see)
    return {"scans": sorted(scans), "removed": sum(removed), "costliest": max(costs)[1]}
