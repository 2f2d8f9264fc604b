"""Wrong, read: counts exactly up to 10,000, which reads at least 10,001 comments of a long list."""

import json

SIZE = 50
EXACT = 10_000


def estimate(comments):
    plan = json.loads(comments.order_by().values("pk").explain(format="json"))
    if isinstance(plan, str):
        plan = json.loads(plan)
    return round(plan[0]["Plan"]["Plan Rows"])


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    total = comments.order_by()[: EXACT + 1].count()
    if total > EXACT:
        total = max(total, start + len(found), estimate(comments))
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total}
