"""The place is a time and an id. A range finds it in the index, and the tie-break cuts the ties."""

from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    if after is not None:
        moment, _, key = after.partition(" ")
        at = datetime.fromisoformat(moment)
        comments = comments.filter(created_at__lte=at).filter(Q(created_at__lt=at) | Q(pk__lt=key))
    found = list(comments.values("id", "body", "created_at")[: size + 1])
    shown, more = found[:size], len(found) > size
    last = shown[-1] if more else None
    return {
        "comments": shown,
        "next": f"{last['created_at'].isoformat()} {last['id']}" if last else None,
    }
