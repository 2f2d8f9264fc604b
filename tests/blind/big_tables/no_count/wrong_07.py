"""WRONG: total. Without a next page the total is taken to be what lies before plus this page, also
beyond the last page: page 9 of a list of 3 says 400.
"""

import json

SIZE = 50


def _estimate(comments):
    plan = json.loads(comments.order_by().explain(format="json"))
    if isinstance(plan, list):
        plan = plan[0]
    return int(plan["Plan"]["Plan Rows"])


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    has_next = len(found) > SIZE
    if not has_next:
        total = start + len(found)
    else:
        total = comments.order_by()[:1001].count()
        if total > 1000:
            total = max(total, _estimate(comments))
    return {"comments": found[:SIZE], "has_next": has_next, "total": total}
