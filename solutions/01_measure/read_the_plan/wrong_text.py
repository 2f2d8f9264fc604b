"""Takes the plan as text and reads it with a pattern: an index looks like a table in it.

"Bitmap Index Scan on contests_attempt_user_id_89997f1e" names an index. The text is made for
people, and it changes with the version, with quotes and with the alias of a table.

Breaks: scans
Fails: scans
"""

import re

STEP = re.compile(
    r"^[ >-]*([A-Z][\w ]*?)(?: using \S+)?(?: on (\S+))?(?: \w+)?  \(cost", re.MULTILINE
)


def facts(queryset):
    text = queryset.explain(analyze=True)
    steps = STEP.findall(text)
    removed = 0
    loops = 1
    for line in text.splitlines():
        if found := re.search(r"loops=(\d+)", line):
            loops = int(found[1])
        if found := re.search(r"Rows Removed by Filter: (\d+)", line):
            removed += loops * int(found[1])
    return {
        "scans": sorted([kind, table] for kind, table in steps if table),
        "removed": removed,
        "costliest": steps[0][0],
    }
