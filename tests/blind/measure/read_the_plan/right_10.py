"""RIGHT: a fold over the tree: small functions, itertools.chain and a Counter by the step's place."""

import json
from collections import Counter
from itertools import chain


def _walk(step, path=()):
    """Return pairs of a step and its path, the places below one another that lead to it."""
    children = enumerate(step.get("Plans", []))
    below = (_walk(child, (*path, place)) for place, child in children)
    return chain([(path, step)], chain.from_iterable(below))


def _own_times(steps):
    own = Counter()
    for path, step in steps.items():
        spent = step["Actual Loops"] * step["Actual Total Time"]
        own[path] += spent
        if path:
            own[path[:-1]] -= spent
    return own


def facts(queryset):
    explained = json.loads(queryset.explain(format="json", analyze=True, summary=False))
    steps = dict(_walk(explained[0]["Plan"]))
    own = _own_times(steps)
    by_filter = (
        step["Rows Removed by Filter"] * step["Actual Loops"]
        for step in steps.values()
        if "Rows Removed by Filter" in step
    )
    read = (step for step in steps.values() if step.get("Relation Name") is not None)
    return {
        "scans": sorted([step["Node Type"], step["Relation Name"]] for step in read),
        "removed": round(sum(by_filter)),
        "costliest": steps[max(steps, key=own.__getitem__)]["Node Type"],
    }
