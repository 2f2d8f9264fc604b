"""WRONG: total. "1,000+" is all it knows: 1,001 for a list of 500,000 is far more than 5% off."""

SIZE = 50
MOST = 1001


def page(comments, number=1):
    start = SIZE * (number - 1)
    stop = max(start + SIZE + 1, MOST)
    keys = list(comments.values_list("pk", flat=True)[:stop])
    return {
        "comments": keys[start : start + SIZE],
        "has_next": len(keys) > start + SIZE,
        "total": len(keys),
    }
