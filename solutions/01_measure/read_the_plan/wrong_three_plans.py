"""Asks for the plan once for each fact. EXPLAIN ANALYZE runs the query, so a slow query runs three
times.

Breaks: statements
Fails: work
"""

import json


def facts(queryset):
    return {
        "scans": scans(queryset),
        "removed": removed(queryset),
        "costliest": costliest(queryset),
    }


def scans(queryset):
    found = [[s["Node Type"], s["Relation Name"]] for s in steps(queryset) if "Relation Name" in s]
    return sorted(found)


def removed(queryset):
    return sum(s.get("Rows Removed by Filter", 0) * s["Actual Loops"] for s in steps(queryset))


def costliest(queryset):
    return max(steps(queryset), key=own_time)["Node Type"]


def steps(queryset):
    return walk(json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"])


def walk(step):
    yield step
    for child in step.get("Plans", []):
        yield from walk(child)


def own_time(step):
    return time(step) - sum(time(child) for child in step.get("Plans", []))


def time(step):
    return step["Actual Total Time"] * step["Actual Loops"]
