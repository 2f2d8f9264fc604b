"""WRONG (rule: costliest): the time of subplans and init plans stays with the step above, as only its outer and inner inputs are subtracted."""

import json


def steps(step):
    """Yield a step and all that are below it."""
    yield step
    for below in step.get("Plans", ()):
        yield from steps(below)


def spent(step):
    """Return the milliseconds of a step and those below it, in all loops."""
    return step["Actual Total Time"] * step["Actual Loops"]


def own(step):
    """Return the milliseconds of a step alone."""
    inputs = [
        below
        for below in step.get("Plans", ())
        if below["Parent Relationship"] in {"Outer", "Inner", "Member", "Subquery"}
    ]
    return spent(step) - sum(map(spent, inputs))


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
