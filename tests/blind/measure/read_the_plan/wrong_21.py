"""WRONG (rule: costliest): the time of a step is that of one loop, so the inner side of a nested loop looks cheap."""

import json


def steps(step):
    """Yield a step and all that are below it."""
    yield step
    for below in step.get("Plans", ()):
        yield from steps(below)


def spent(step):
    """Return the milliseconds of a step and those below it, in all loops."""
    return step["Actual Total Time"]


def own(step):
    """Return the milliseconds of a step alone."""
    return spent(step) - sum(spent(below) for below in step.get("Plans", ()))


def facts(queryset):
    plan = json.loads(queryset.explain(format="json", analyze=True))
    if isinstance(plan, list):
        plan = plan[0]
    tree = list(steps(plan["Plan"]))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in tree if "Relation Name" in step
        ),
        "removed": sum(
            step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in tree
        ),
        "costliest": max(tree, key=own)["Node Type"],
    }
