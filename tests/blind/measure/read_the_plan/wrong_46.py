"""removed, scans and costliest: what an earlier run found.

Keeps the facts for each text of a query: after rows were added or an index was created, the second
call for the same query tells the old plan."""

import json

_known = {}


def facts(queryset):
    key = queryset.db, *queryset.query.get_compiler(using=queryset.db).as_sql()
    key = repr(key)
    if key not in _known:
        _known[key] = _facts(queryset)
    return _known[key]


def _facts(queryset):
    plan = json.loads(queryset.explain(format="json", analyze=True))["Plan"]
    steps = list(walk(plan))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in steps
        ),
        "costliest": max(steps, key=own)["Node Type"],
    }


def walk(step):
    yield step
    for feeding in step.get("Plans", []):
        yield from walk(feeding)


def whole(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def own(step):
    return whole(step) - sum(map(whole, step.get("Plans", [])))
