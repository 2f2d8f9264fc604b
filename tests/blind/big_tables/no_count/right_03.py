"""RIGHT: a beginner's: a plain loop, and the number of rows cut out of EXPLAIN's text."""

import re

SIZE = 50


def page(comments, number=1):
    first = (number - 1) * SIZE
    last = first + SIZE
    # We must see 1,001 comments to know that there are more than 1,000.
    how_many = 1001
    if last + 1 > how_many:
        how_many = last + 1

    seen = 0
    keys = []
    has_next = False
    for key in comments.values_list("pk", flat=True)[0:how_many]:
        if first <= seen < last:
            keys.append(key)
        if seen == last:
            has_next = True
        seen += 1

    if seen <= 1000:
        total = seen
    else:
        text = comments.order_by().explain()
        match = re.search(r"rows=(\d+)", text)
        total = int(match.group(1))
        if total < seen:
            total = seen
    return {"comments": keys, "has_next": has_next, "total": total}
