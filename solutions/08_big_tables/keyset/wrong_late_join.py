"""The database skips ids alone and fetches 50 whole rows: less to carry, and as much to skip.

Breaks: steady
Fails: steady
"""

from arena.discuss.models import Comment


def page(after=None, size=50):
    start = int(after or 0)
    comments = Comment.objects.order_by("-created_at", "-pk")
    keys = list(comments.values_list("pk", flat=True)[start : start + size + 1])
    found = comments.filter(pk__in=keys[:size]).values("id", "body", "created_at")
    return {
        "comments": list(found),
        "next": str(start + size) if len(keys) > size else None,
    }
