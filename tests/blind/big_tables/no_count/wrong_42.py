"""total: wrong beyond the last page.

A page that is not full ends the list, so its begin and length give the total; but an empty page
lies beyond it. A list of 3 comments has a total of 200 on page 5.
"""

import json

SIZE = 50
EXACT = 1_000
LONG = 10_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    keys = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    has_next = len(keys) > SIZE
    del keys[SIZE:]
    total = start + len(keys)
    if has_next:
        total = how_many(comments)
    return {"comments": keys, "has_next": has_next, "total": total}


def how_many(comments):
    if columns(comments.query.where) <= {"is_approved", "parent"}:
        estimate = planned(comments)
        if estimate >= LONG:
            return estimate
    number = comments[: EXACT + 1].count()
    return number if number <= EXACT else max(number, planned(comments))


def columns(node):
    """Return the names of the columns that a list is filtered by."""
    if hasattr(node, "children"):
        return {name for child in node.children for name in columns(child)}
    column = getattr(getattr(node, "lhs", None), "target", None)
    return {getattr(column, "name", None)}


def planned(comments):
    plan = json.loads(
        comments.values("pk").explain(format="json") or '[{"Plan": {"Plan Rows": 0}}]'
    )
    return plan[0]["Plan"]["Plan Rows"]
