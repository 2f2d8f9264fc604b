"""Wrong, comments: a number beyond the last page of a short list shows its last page instead of none."""

import json

SIZE = 50
EXACT = 1000


def estimate(comments):
    plan = json.loads(comments.order_by().values("pk").explain(format="json"))
    if isinstance(plan, str):
        plan = json.loads(plan)
    return round(plan[0]["Plan"]["Plan Rows"])


def page(comments, number=1):
    keys = comments.values_list("pk", flat=True)
    start = SIZE * (number - 1)
    found = list(keys[start : max(start + SIZE, EXACT) + 1])
    total = start + len(found)
    if not found:
        head = list(keys[: EXACT + 1])
        total = len(head)
        if total <= EXACT:
            # Like a Paginator's get_page().
            last = max(0, (total - 1) // SIZE) * SIZE
            found = head[last:]
        else:
            total = max(total, estimate(comments))
    elif total > max(start + SIZE, EXACT):
        total = max(total, estimate(comments))
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total}
