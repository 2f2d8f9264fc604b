"""ANALYZE before each estimate: the estimate is fresh, and each visit reads a sample of the table.

Breaks: statistics
Fails: work
"""

import json

from django.db import connection

SIZE = 50
EXACT = 1_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total(comments)}


def total(comments):
    some = comments.order_by()[: EXACT + 1].count()
    if some <= EXACT:
        return some
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE discuss_comment")
    [document] = json.loads(comments.explain(format="json"))
    return document["Plan"]["Plan Rows"]
