"""costliest: not in all loops when workers share them.

The loops of steps below a Gather are divided by the processes that ran them, to get the time on the
clock: an aggregate above may win over the Parallel Seq Scan that took more time in all its loops."""

import json


def facts(queryset):
    plan = json.loads(queryset.explain(format="json", analyze=True))["Plan"]
    steps = list(walk(plan, 1))
    return {
        "scans": sorted(
            [step["Node Type"], step["Relation Name"]] for step in steps if "Relation Name" in step
        ),
        "removed": sum(
            step.get("Rows Removed by Filter", 0) * step["Actual Loops"] for step in steps
        ),
        "costliest": max(steps, key=own)["Node Type"],
    }


def walk(step, processes):
    step["Time"] = step["Actual Total Time"] * step["Actual Loops"] / processes
    yield step
    processes += step.get("Workers Launched", 0)
    for feeding in step.get("Plans", []):
        yield from walk(feeding, processes)


def own(step):
    return step["Time"] - sum(feeding["Time"] for feeding in step.get("Plans", []))
