"""Reads the step at the top, and none of those that feed it.

At the top is what happens last: a Limit, a Sort, a join. The tables are read further down.

Breaks: scans
Fails: scans
"""

import json


def facts(queryset):
    top = json.loads(queryset.explain(analyze=True, format="json"))[0]["Plan"]
    return {
        "scans": [[top["Node Type"], top["Relation Name"]]] if "Relation Name" in top else [],
        "removed": top.get("Rows Removed by Filter", 0) * top["Actual Loops"],
        "costliest": top["Node Type"],
    }
