"""WRONG: has_next. A full page is taken for a sign that another comment follows: a list of exactly 50
says that there is a second page.
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
        total = max(total, _estimate(comments))
    return {"comments": keys, "has_next": len(keys) == SIZE, "total": total}
