"""WRONG: steady. The next page begins with the next older moment, so comments that tie with the last
one and did not fit on the page are never shown.
"""

from datetime import datetime

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        comments = comments.filter(created_at__lt=datetime.fromisoformat(after))
    found = list(comments[: size + 1])
    rows = found[:size]
    return {
        "comments": rows,
        "next": rows[-1]["created_at"].isoformat() if len(found) > size else None,
    }
