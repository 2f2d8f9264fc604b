"""One query for the keys of the whole list: no COUNT, and all rows travel to Python instead.

Breaks: read
Fails: work
"""

SIZE = 50


def page(comments, number=1):
    keys = list(comments.values_list("pk", flat=True))
    start = SIZE * (number - 1)
    return {
        "comments": keys[start : start + SIZE],
        "has_next": len(keys) > start + SIZE,
        "total": len(keys),
    }
