"""costliest: the own times are added up by node type, so that the kind wins and not the step.

With three sequential scans of 2 ms each and a sort of 5 ms, the sort took the most time of its own,
and this says "Seq Scan".
"""

import json
from collections import Counter


def walk(step):
    yield step
    for feeder in step.get("Plans", []):
        yield from walk(feeder)


def total(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def facts(queryset):
    plan = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    scans, removed, own = [], 0, Counter()
    for step in walk(plan):
        if "Relation Name" in step:
            scans.append([step["Node Type"], step["Relation Name"]])
        removed += step.get("Rows Removed by Filter", 0) * step["Actual Loops"]
        own[step["Node Type"]] += total(step) - sum(total(feeder) for feeder in step.get("Plans", []))
    return {"scans": sorted(scans), "removed": removed, "costliest": own.most_common(1)[0][0]}
