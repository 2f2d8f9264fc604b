"""The link is the last id, and the condition is a lower id. But ids are not in the order of time.

Breaks: order
Fails: answer
"""

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    if after:
        comments = comments.filter(pk__lt=int(after))
    found = list(comments.values("id", "body", "created_at")[: size + 1])
    return {
        "comments": found[:size],
        "next": str(found[size - 1]["id"]) if len(found) > size else None,
    }
