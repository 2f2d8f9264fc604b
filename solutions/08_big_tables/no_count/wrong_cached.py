"""Each total is counted once and remembered: the first visitor waits, and later ones get it old.

Breaks: total
Fails: answer
"""

TOTALS = {}

SIZE = 50


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    return {"comments": found[:SIZE], "has_next": len(found) > SIZE, "total": total(comments)}


def total(comments):
    key = str(comments.query)
    if key not in TOTALS:
        TOTALS[key] = comments.count()
    return TOTALS[key]
