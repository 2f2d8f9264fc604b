"""Right: the head of the list is read once for the first pages; EXPLAIN is asked in SQL."""

import json

from django.db import connections

SIZE = 50
HEAD = 1001


def planned_rows(queryset):
    sql, params = queryset.order_by().query.sql_with_params()
    with connections[queryset.db].cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql, params)
        (plan,) = cursor.fetchone()
    if isinstance(plan, (str, bytes)):
        plan = json.loads(plan)
    return int(plan[0]["Plan"]["Plan Rows"])


def page(comments, number=1):
    keys = comments.values_list("pk", flat=True)
    start, stop = (number - 1) * SIZE, number * SIZE
    if stop < HEAD:
        head = list(keys[:HEAD])
        window = head[start : stop + 1]
        known, complete = len(head), len(head) < HEAD
    else:
        window = list(keys[start : stop + 1])
        if window:
            known, complete = start + len(window), len(window) <= SIZE
        else:
            known = len(list(keys[:HEAD]))
            complete = known < HEAD
    return {
        "comments": window[:SIZE],
        "has_next": len(window) > SIZE,
        "total": known if complete else max(known, planned_rows(keys)),
    }
