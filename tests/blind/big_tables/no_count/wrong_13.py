"""Wrong, statistics: runs ANALYZE before it trusts the estimate, for each visitor of a long list."""

import json

from django.db import connection

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
        total = len(keys[: EXACT + 1])
    if total > EXACT:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE discuss_comment (is_approved, parent_id)")
        total = max(total, estimate(comments))
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total}
