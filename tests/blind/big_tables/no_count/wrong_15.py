"""Wrong, queries: five, for a list of more than 1,000: is there any, the page, the next, the first thousand, the plan."""

import json

SIZE = 50
EXACT = 1000


def estimate(comments):
    plan = json.loads(comments.order_by().values("pk").explain(format="json"))
    if isinstance(plan, str):
        plan = json.loads(plan)
    return round(plan[0]["Plan"]["Plan Rows"])


def page(comments, number=1):
    if not comments.exists():
        return {"comments": [], "has_next": False, "total": 0}
    keys = comments.values_list("pk", flat=True)
    start = SIZE * (number - 1)
    found = list(keys[start : start + SIZE])
    has_next = bool(keys[start + SIZE : start + SIZE + 1])
    total = len(keys[: EXACT + 1])
    if total > EXACT:
        total = max(total, start + len(found) + has_next, estimate(comments))
    return {"comments": found, "has_next": has_next, "total": total}
