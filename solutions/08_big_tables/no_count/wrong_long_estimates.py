"""Believes each estimate of 10,000 and more. The planner takes some conditions for a third.

Breaks: total
Fails: answer
"""

import json

SIZE = 50
EXACT = 1_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total(comments)}


def total(comments):
    some = comments.order_by()[: EXACT + 1].count()
    if not some:
        return 0
    [document] = json.loads(comments.explain(format="json"))
    estimate = document["Plan"]["Plan Rows"]
    return some if some <= EXACT and estimate < 10_000 else estimate
