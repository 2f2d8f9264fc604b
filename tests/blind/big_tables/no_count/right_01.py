"""RIGHT: one bounded fetch gives the page, has_next and a small total; the planner's estimate the rest."""

import json

SIZE = 50
EXACT = 1000


def _estimate(comments):
    plan = json.loads(comments.order_by().explain(format="json"))
    if isinstance(plan, list):
        plan = plan[0]
    return int(plan["Plan"]["Plan Rows"])


def page(comments, number=1):
    start = SIZE * (number - 1)
    stop = max(start + SIZE, EXACT) + 1
    keys = list(comments.values_list("pk", flat=True)[:stop])
    if len(keys) <= EXACT:
        total = len(keys)
    elif len(keys) < stop:
        total = len(keys)  # The list ended before the limit: this is exact too.
    else:
        total = max(len(keys), _estimate(comments))
    return {
        "comments": keys[start : start + SIZE],
        "has_next": len(keys) > start + SIZE,
        "total": total,
    }
