"""comments: not in the order of the queryset, from the second call with it on.

An estimate and a bounded count need no order, so it is taken away: from the caller's own queryset,
in place. The first page is right; the second page of the same object comes in any order.
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
    if has_next or (not keys and number > 1):
        total = how_many(comments)
    return {"comments": keys, "has_next": has_next, "total": total}


def how_many(comments):
    if not comments.query.is_sliced:
        comments.query.clear_ordering(force=True)
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
