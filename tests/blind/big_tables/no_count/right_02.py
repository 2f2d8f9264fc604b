"""RIGHT: three queries: a page with one comment more, a count that stops at 1,001, and EXPLAIN."""

import json

from django.db import connection

SIZE = 50
LIMIT = 1001


def rough(comments):
    sql, params = comments.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql, params)
        plan = cursor.fetchone()[0]
    if isinstance(plan, str):
        plan = json.loads(plan)
    return int(plan[0]["Plan"]["Plan Rows"])


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    has_next = len(found) > SIZE
    if not has_next and (found or start == 0):
        total = start + len(found)
    else:
        total = comments.order_by()[:LIMIT].count()
        if total == LIMIT:
            total = max(LIMIT, rough(comments))
    return {"comments": found[:SIZE], "has_next": has_next, "total": total}
