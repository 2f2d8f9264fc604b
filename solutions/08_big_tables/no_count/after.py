"""One comment more tells what follows. A count stops at 1,000, and then the planner estimates."""

import json

SIZE = 50
EXACT = 1_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total(comments)}


def total(comments):
    some = comments.order_by()[: EXACT + 1].count()
    if some <= EXACT:
        return some
    [document] = json.loads(comments.explain(format="json"))
    return document["Plan"]["Plan Rows"]
