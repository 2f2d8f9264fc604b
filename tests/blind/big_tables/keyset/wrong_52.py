"""steady: the next page begins after the last comment's moment, so comments that tie with it are skipped.

It shows when the end of a page falls between comments with the same created_at.
"""

from datetime import datetime

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        comments = comments.filter(created_at__lt=datetime.fromisoformat(after))
    found = list(comments[: size + 1])
    return {
        "comments": found[:size],
        "next": found[size - 1]["created_at"].isoformat() if len(found) > size else None,
    }
