"""read: everything up to 100,000 comments is counted exactly.

For a list of 50,000 comments the database reads all of them on each visit, and for a longer one 100,001, instead of 5,000.
"""

import re

SIZE = 50
LONG = 100_000


def page(comments, number=1):
    start = SIZE * (number - 1)
    keys = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    total = comments.order_by().values("pk")[: LONG + 1].count()
    if total > LONG:
        total = int(re.search(r"rows=(\d+)", comments.order_by().explain())[1])
    return {"comments": keys[:SIZE], "has_next": len(keys) > SIZE, "total": total}
