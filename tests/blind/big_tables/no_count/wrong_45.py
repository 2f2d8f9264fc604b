"""total: not exact for a short list after a comment was added or deleted.

Totals are kept for a minute by the SQL of the list. A list of 60 comments still has "60" when ten
were added or deleted meanwhile: in this process only, and only while there is a next page.
"""

import json
import time

SIZE = 50
EXACT = 1_000
LONG = 10_000
MINUTE = 60

kept = {}


def page(comments, number=1):
    start = SIZE * (number - 1)
    keys = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    has_next = len(keys) > SIZE
    del keys[SIZE:]
    total = start + len(keys)
    if has_next or (not keys and number > 1):
        total = remembered(comments)
    return {"comments": keys, "has_next": has_next, "total": total}


def remembered(comments):
    key = str(comments.query)
    if key not in kept or kept[key][0] < time.monotonic():
        kept[key] = time.monotonic() + MINUTE, how_many(comments)
    return kept[key][1]


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
