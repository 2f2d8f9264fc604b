"""WRONG (rule: scans): the name is the alias; it is the table's only while a query has the table once
and in no subquery, else "t4" or "u0".
"""

import json
from dataclasses import dataclass


@dataclass
class Reader:
    scans: list
    costs: list
    removed: int = 0

    def read(self, step):
        kind, loops = step["Node Type"], step["Actual Loops"]
        if "Relation Name" in step:
            self.scans.append([kind, step["Alias"]])
        self.removed += round(step.get("Rows Removed by Filter", 0) * loops)
        spent = step["Actual Total Time"] * loops
        fed = sum([self.read(child) for child in step.get("Plans", [])])
        self.costs.append((spent - fed, kind))
        return spent


def facts(queryset):
    reader = Reader([], [])
    reader.read(json.loads(queryset.explain(format="json", analyze=True))[0]["Plan"])
    return {
        "scans": sorted(reader.scans),
        "removed": reader.removed,
        "costliest": max(reader.costs)[1],
    }
