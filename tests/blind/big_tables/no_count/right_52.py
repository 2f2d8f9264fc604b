"""Raw EXPLAIN of the list's own SQL, after a bounded look whether the list is short enough to be known exactly."""

import re

from django.db import connections

SIZE = 50
LIMIT = 1_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    end = start + SIZE
    # More than the page needs, so that the same rows also show whether the list is short.
    window = list(comments.values_list("pk", flat=True)[: max(end, LIMIT) + 1])
    if len(window) <= LIMIT:
        total = len(window)
    else:
        total = max(planned_rows(comments), len(window))
    return {"comments": window[start:end], "has_next": len(window) > end, "total": total}


def planned_rows(comments):
    sql, params = comments.order_by().values("pk").query.sql_with_params()
    with connections[comments.db].cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        (first_line,) = cursor.fetchone()
    return int(re.search(r"rows=(\d+)", first_line)[1])
