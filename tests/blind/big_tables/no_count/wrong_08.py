"""WRONG: read. The count stops only at 100,001 comments, so that the database reads so many on each
visit to a long list; 5,000 are allowed.
"""

import json

SIZE = 50
BIG = 100_000


def _estimate(comments):
    plan = json.loads(comments.order_by().explain(format="json"))
    if isinstance(plan, list):
        plan = plan[0]
    return int(plan["Plan"]["Plan Rows"])


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    total = comments.order_by()[: BIG + 1].count()
    if total > BIG:
        total = max(total, _estimate(comments))
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total}
