"""It leaves room for 40 ties, and none for the comment that tells that a next page exists.

Breaks: next
Fails: answer
"""

from datetime import datetime

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    if after is not None:
        moment, _, key = after.partition(" ")
        at = datetime.fromisoformat(moment)
        comments = comments.filter(created_at__lte=at)
    found = list(comments.values("id", "body", "created_at")[: size + (40 if after else 1)])
    if after is not None:
        found = [row for row in found if (row["created_at"], row["id"]) < (at, int(key))]
    shown, more = found[:size], len(found) > size
    last = shown[-1] if more else None
    return {
        "comments": shown,
        "next": f"{last['created_at'].isoformat()} {last['id']}" if last else None,
    }
