"""RIGHT: explain() as JSON, a recursive generator of steps, comprehensions over it."""

import json


def _steps(step):
    yield step
    for child in step.get("Plans", []):
        yield from _steps(child)


def _time(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def _own_time(step):
    return _time(step) - sum(_time(child) for child in step.get("Plans", []))


def facts(queryset):
    plan = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    steps = list(_steps(plan))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            int(step.get("Rows Removed by Filter", 0) * step["Actual Loops"]) for step in steps
        ),
        "costliest": max(steps, key=_own_time)["Node Type"],
    }
