"""WRONG: total. It counts only if the planner expects few: a list of 900 of which the planner expects
2,000 (say, those whose body contains a word) gets the estimate, and must be exact.
"""

import json

SIZE = 50


def _estimate(comments):
    plan = json.loads(comments.order_by().explain(format="json") or '{"Plan": {"Plan Rows": 0}}')
    if isinstance(plan, list):
        plan = plan[0]
    return int(plan["Plan"]["Plan Rows"])


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    total = _estimate(comments)
    if total <= 1000:
        total = comments.order_by()[:1001].count()
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total}
