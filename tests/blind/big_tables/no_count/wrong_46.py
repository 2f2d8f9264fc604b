"""has_next: not exact far back in a long list.

For the first twenty pages it reads one more key; later it believes the total. If the estimate is
too low, pages near the end say that nothing follows; if it is too high, the last page says it does.
"""

import json

SIZE = 50
EXACT = 1_000
LONG = 10_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    keys = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    has_next = len(keys) > SIZE
    if start >= EXACT and keys:
        total = how_many(comments)
        return {"comments": keys[:SIZE], "has_next": total > start + SIZE, "total": total}
    del keys[SIZE:]
    total = start + len(keys)
    if has_next or (not keys and number > 1):
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
