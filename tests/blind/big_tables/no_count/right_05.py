"""RIGHT: raw SQL around the queryset's own SQL: a LIMIT for the keys, EXPLAIN for the total."""

import json
from contextlib import closing

from django.core.exceptions import EmptyResultSet
from django.db import connections

SIZE = 50
ENOUGH = 1001


def page(comments, number=1):
    start = SIZE * (number - 1)
    limit = max(ENOUGH, start + SIZE + 1)
    try:
        ordered, ordered_params = comments.values("pk").query.sql_with_params()
        plain, plain_params = comments.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return {"comments": [], "has_next": False, "total": 0}

    with closing(connections[comments.db].cursor()) as cursor:
        cursor.execute(f"{ordered} LIMIT %s", [*ordered_params, limit])
        keys = [row[0] for row in cursor.fetchall()]
        total = len(keys)
        if total == limit:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {plain}", plain_params)
            plan = cursor.fetchone()[0]
            if isinstance(plan, str):
                plan = json.loads(plan)
            total = max(total, round(plan[0]["Plan"]["Plan Rows"]))
    return {
        "comments": keys[start : start + SIZE],
        "has_next": len(keys) > start + SIZE,
        "total": total,
    }
