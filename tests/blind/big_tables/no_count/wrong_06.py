"""WRONG: has_next. It is worked out from the total, which is an estimate above 1,000: on the last page
of a list of 1,500 it is wrong as soon as the planner expects more (or fewer) than there are.
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
    keys = list(comments.values_list("pk", flat=True)[start : start + SIZE])
    total = comments.order_by()[:1001].count()
    if total > 1000:
        total = _estimate(comments)
    return {"comments": keys, "has_next": start + SIZE < total, "total": total}
