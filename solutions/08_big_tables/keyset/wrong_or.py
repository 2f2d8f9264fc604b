"""The condition that every tutorial shows: older, or of the same time and with a lower id.

It is right. But PostgreSQL finds no single place in the index for two conditions joined by OR. It
reads the index from its beginning and throws away all that came before, which OFFSET does as well.

Breaks: depth
Fails: depth
"""

from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    if after is not None:
        moment, _, key = after.partition(" ")
        at = datetime.fromisoformat(moment)
        comments = comments.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=key))
    found = list(comments.values("id", "body", "created_at")[: size + 1])
    shown = found[:size]
    if len(found) <= size:
        return {"comments": shown, "next": None}
    return {"comments": shown, "next": f"{shown[-1]['created_at'].isoformat()} {shown[-1]['id']}"}
