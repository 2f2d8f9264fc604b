"""One fetch answers keys, next page and short totals; for a long list the planner's estimate is the total."""

import json

SIZE = 50
EXACT = 1000


def page(comments, number=1):
    keys = comments.values_list("pk", flat=True)
    start = SIZE * (number - 1)
    if start + SIZE <= EXACT:
        first = list(keys[: EXACT + 1])
        shown = first[start : start + SIZE + 1]
        known = len(first)
    else:
        shown = list(keys[start : start + SIZE + 1])
        known = comments.order_by().values("pk")[: EXACT + 1].count()
    return {
        "comments": shown[:SIZE],
        "has_next": len(shown) > SIZE,
        "total": known if known <= EXACT else max(estimate(comments), known),
    }


def estimate(comments):
    plan = json.loads(comments.order_by().explain(format="json"))
    if isinstance(plan, list):
        plan = plan[0]
    return int(plan["Plan"]["Plan Rows"])
