"""Takes the order away from the caller's own queryset, which shows its second page next.

Breaks: comments
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
    comments.query.clear_ordering(force=True)
    some = comments[: EXACT + 1].count()
    if some <= EXACT:
        return some
    [document] = json.loads(comments.explain(format="json"))
    return document["Plan"]["Plan Rows"]
