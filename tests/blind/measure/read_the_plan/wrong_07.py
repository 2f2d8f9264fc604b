"""WRONG (limit: statements): a query that takes less than a millisecond is explained three times, and
the quickest plan is read; three statements.
"""

import json

RUNS = 3
NOISY_MS = 1.0


def _explain(queryset):
    """Return the plan; of a query so short that the clock is noisy, the best of some runs."""
    best = None
    for _ in range(RUNS):
        (run,) = json.loads(queryset.explain(format="json", analyze=True))
        if best is None or run["Execution Time"] < best["Execution Time"]:
            best = run
        if best["Execution Time"] >= NOISY_MS:
            break
    return best["Plan"]


def _steps(step):
    yield step
    for child in step.get("Plans", []):
        yield from _steps(child)


def _time(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def facts(queryset):
    steps = list(_steps(_explain(queryset)))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            int(step.get("Rows Removed by Filter", 0) * step["Actual Loops"]) for step in steps
        ),
        "costliest": max(
            steps,
            key=lambda step: _time(step) - sum(_time(child) for child in step.get("Plans", [])),
        )["Node Type"],
    }
