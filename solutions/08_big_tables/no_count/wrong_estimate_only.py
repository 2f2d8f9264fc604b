"""The planner's estimate for every list: of three comments it says one, or thirty.

Breaks: total
Fails: answer
"""

import json

SIZE = 50


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total(comments)}


def total(comments):
    [document] = json.loads(comments.explain(format="json"))
    return document["Plan"]["Plan Rows"]
