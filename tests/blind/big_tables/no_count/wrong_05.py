"""WRONG: total. It looks at 1,000 comments instead of 1,001, so a list of exactly 1,000 gets the
planner's estimate, and must be exact.
"""

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
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    total = comments.order_by()[:EXACT].count()
    if total >= EXACT:
        total = _estimate(comments)
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total}
