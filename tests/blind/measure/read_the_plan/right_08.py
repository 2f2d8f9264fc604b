"""RIGHT: a flat list, level by level, with the place of the step that each one feeds; the time of a
step is taken off there.
"""

import json


def facts(queryset):
    root = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    steps, feeds = [root], [None]
    for place, step in enumerate(steps):  # grows while it is walked
        for child in step.get("Plans", []):
            steps.append(child)
            feeds.append(place)

    times = [step["Actual Total Time"] * step["Actual Loops"] for step in steps]
    own = times.copy()
    for time, fed in zip(times, feeds, strict=True):
        if fed is not None:
            own[fed] -= time

    removed = 0
    scans = []
    for step in steps:
        removed += step["Actual Loops"] * step.get("Rows Removed by Filter", 0)
        match step:
            case {"Node Type": kind, "Relation Name": table}:
                scans.append([kind, table])
    return {
        "scans": sorted(scans),
        "removed": int(removed),
        "costliest": steps[own.index(max(own))]["Node Type"],
    }
