"""has_next: it is computed from the total, which is an estimate for a long list.

Around the last page of a list of more than 1,000 comments it says that nothing follows, or that something does, and is wrong.
"""

import json

SIZE = 50
EXACT = 1000


def page(comments, number=1):
    start = SIZE * (number - 1)
    total = comments.order_by().values("pk")[: EXACT + 1].count()
    if total > EXACT:
        total = estimate(comments)
    return {
        "comments": list(comments.values_list("pk", flat=True)[start : start + SIZE]),
        "has_next": total > start + SIZE,
        "total": total,
    }


def estimate(comments):
    plan = json.loads(comments.order_by().explain(format="json"))
    if isinstance(plan, list):
        plan = plan[0]
    return int(plan["Plan"]["Plan Rows"])
