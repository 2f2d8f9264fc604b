"""EXPLAIN (ANALYZE) knows the number exactly, because it runs the query.

Breaks: read
Fails: work
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
    if some <= EXACT:
        return some
    [document] = json.loads(comments.explain(format="json", analyze=True))
    return int(document["Plan"]["Actual Rows"])
