"""The highest key is found in the index in a moment. But keys have gaps, and a filter leaves more.

Breaks: total
Fails: estimates
"""

from django.db.models import Max

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
    return comments.aggregate(last=Max("pk"))["last"]
