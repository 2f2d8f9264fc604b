"""A count that stops at 1,000 and says 1,001 for everything longer.

Breaks: total
Fails: estimates
"""

SIZE = 50
EXACT = 1_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total(comments)}


def total(comments):
    return comments.order_by()[: EXACT + 1].count()
