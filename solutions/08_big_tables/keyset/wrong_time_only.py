"""The link is a time. Of comments that tie with the last one, the next page shows none.

Breaks: order
Fails: answer
"""

from datetime import datetime

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    if after:
        comments = comments.filter(created_at__lt=datetime.fromisoformat(after))
    found = list(comments.values("id", "body", "created_at")[: size + 1])
    return {
        "comments": found[:size],
        "next": found[size - 1]["created_at"].isoformat() if len(found) > size else None,
    }
