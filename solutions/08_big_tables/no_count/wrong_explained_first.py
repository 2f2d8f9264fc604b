"""EXPLAIN comes first. For a list that Django knows to be empty it sends no query.

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
    [document] = json.loads(comments.explain(format="json"))
    some = comments.order_by()[: EXACT + 1].count()
    return some if some <= EXACT else document["Plan"]["Plan Rows"]
