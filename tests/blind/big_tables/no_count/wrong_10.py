"""Wrong, has_next: beyond 1,000 comments it is concluded from the estimate, which is not exact. Near the end of such a list it is wrong."""

import json

SIZE = 50
EXACT = 1000


def estimate(comments):
    plan = json.loads(comments.order_by().values("pk").explain(format="json"))
    if isinstance(plan, str):
        plan = json.loads(plan)
    return round(plan[0]["Plan"]["Plan Rows"])


def page(comments, number=1):
    keys = comments.values_list("pk", flat=True)
    start = SIZE * (number - 1)
    head = list(keys[: EXACT + 1])
    total = len(head)
    if total > EXACT:
        total = max(total, estimate(comments))
    found = head[start : start + SIZE] if start < EXACT else list(keys[start : start + SIZE])
    return {"comments": found, "has_next": total > start + SIZE, "total": total}
