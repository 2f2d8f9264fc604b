"""The list is sorted by key, although the queryset brings its own order.

Breaks: comments
Fails: answer
"""

import json

SIZE = 50
EXACT = 1_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    newest = comments.order_by("-pk").values_list("pk", flat=True)
    found = list(newest[start : start + SIZE + 1])
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total(comments)}


def total(comments):
    some = comments.order_by()[: EXACT + 1].count()
    if some <= EXACT:
        return some
    [document] = json.loads(comments.explain(format="json"))
    return document["Plan"]["Plan Rows"]
