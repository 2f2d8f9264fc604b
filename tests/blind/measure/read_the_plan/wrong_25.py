"""WRONG (rule: costliest): adds up the steps of one kind, so many cheap scans win over the one costliest step."""

import json
from collections import Counter


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
    return spent(step) - sum(spent(below) for below in step.get("Plans", ()))


def facts(queryset):
    plan = json.loads(queryset.explain(format="json", analyze=True))
    if isinstance(plan, list):
        plan = plan[0]
    tree = list(steps(plan["Plan"]))
    costs = Counter()
    for step in tree:
        costs[step["Node Type"]] += own(step)
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in tree if "Relation Name" in step
        ),
        "removed": sum(
            step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in tree
        ),
        "costliest": costs.most_common(1)[0][0],
    }
