"""Wrong, total: counts only what is estimated at up to 1,000. A list of 900 that the planner takes for 1,100 gets the 1,100."""

import json

SIZE = 50
EXACT = 1000


def estimate(comments):
    plan = json.loads(comments.order_by().values("pk").explain(format="json"))
    if isinstance(plan, str):
        plan = json.loads(plan)
    return round(plan[0]["Plan"]["Plan Rows"])


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    total = estimate(comments)
    if found and len(found) <= SIZE:
        total = start + len(found)
    elif total <= EXACT or not found:
        counted = comments.order_by()[: EXACT + 1].count()
        total = counted if counted <= EXACT else max(total, counted)
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total}
