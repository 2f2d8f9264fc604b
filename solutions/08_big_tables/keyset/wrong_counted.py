"""A COUNT tells whether anything follows: it reads all that is older, page after page.

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
        comments = comments.filter(created_at__lte=at).filter(Q(created_at__lt=at) | Q(pk__lt=key))
    shown = list(comments.values("id", "body", "created_at")[:size])
    if comments.count() <= size:
        return {"comments": shown, "next": None}
    return {"comments": shown, "next": f"{shown[-1]['created_at'].isoformat()} {shown[-1]['id']}"}
