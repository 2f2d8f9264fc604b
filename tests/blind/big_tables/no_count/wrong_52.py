"""total: short lists get an estimate too.

The planner guesses the number of comments of a post or of a person: for a list of 3 comments it may say 12, which is not exact.
"""

import re

SIZE = 50


def page(comments, number=1):
    start = SIZE * (number - 1)
    keys = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    plan = comments.order_by().explain()
    return {
        "comments": keys[:SIZE],
        "has_next": len(keys) > SIZE,
        "total": int(re.search(r"rows=(\d+)", plan)[1]),
    }
