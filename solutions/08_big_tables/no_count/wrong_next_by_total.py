"""Whether a page follows is taken from the total, which is an estimate.

Breaks: has_next
Fails: answer
"""

import json

SIZE = 50
EXACT = 1_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE])
    roughly = total(comments)
    return {"comments": found, "has_next": roughly > start + SIZE, "total": roughly}


def total(comments):
    some = comments.order_by()[: EXACT + 1].count()
    if some <= EXACT:
        return some
    [document] = json.loads(comments.explain(format="json"))
    return document["Plan"]["Plan Rows"]
