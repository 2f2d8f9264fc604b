"""The next page is found by one comment more, and the total is still counted.

Breaks: read
Fails: work
"""

SIZE = 50


def page(comments, number=1):
    start = SIZE * (number - 1)
    found = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    return {
        "comments": found[:SIZE],
        "has_next": len(found) > SIZE,
        "total": comments.order_by().count(),
    }
