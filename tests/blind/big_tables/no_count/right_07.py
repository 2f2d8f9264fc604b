"""Right: one query reads the page and on to comment 1,001; beyond that, the planner's estimate."""

import json

SIZE = 50
EXACT = 1000


def estimate(comments):
    text = comments.order_by().values("pk").explain(format="json")
    plan = json.loads(text)
    if isinstance(plan, str):
        plan = json.loads(plan)
    return round(plan[0]["Plan"]["Plan Rows"])


def page(comments, number=1):
    start = SIZE * (number - 1)
    end = start + SIZE
    keys = comments.values_list("pk", flat=True)
    found = list(keys[start : max(end, EXACT) + 1])
    seen = start + len(found)
    if not found and start:
        # Beyond the last page: only here nothing is known of what comes before.
        seen = len(keys[: EXACT + 1])
        is_all = seen <= EXACT
    else:
        is_all = seen <= max(end, EXACT)
    return {
        "comments": found[:SIZE],
        "has_next": len(found) > SIZE,
        "total": seen if is_all else max(seen, estimate(comments)),
    }
