"""The link brings its own size, which wins over the one that was asked for.

Breaks: rows
Fails: answer
"""

from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    if after is not None:
        moment, key, size = after.split()
        size = int(size)
        at = datetime.fromisoformat(moment)
        comments = comments.filter(created_at__lte=at).filter(Q(created_at__lt=at) | Q(pk__lt=key))
    found = list(comments.values("id", "body", "created_at")[: size + 1])
    shown, more = found[:size], len(found) > size
    last = shown[-1] if more else None
    return {
        "comments": shown,
        "next": f"{last['created_at'].isoformat()} {last['id']} {size}" if last else None,
    }
