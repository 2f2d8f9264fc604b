"""Wrong, rows: the page goes on until the tie at its end is over, so that it can have up to 39 more than `size`."""

from datetime import datetime

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        comments = comments.filter(created_at__lt=datetime.fromisoformat(after))
    found = list(comments[: size + 40])
    shown = found[:size]
    for comment in found[size:]:
        # A page never ends within a tie: the time alone says where the next one begins.
        if comment["created_at"] != shown[-1]["created_at"]:
            break
        shown.append(comment)
    has_next = len(found) > len(shown)
    return {
        "comments": shown,
        "next": shown[-1]["created_at"].isoformat() if has_next else None,
    }
