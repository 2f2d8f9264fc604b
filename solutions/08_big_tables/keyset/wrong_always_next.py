"""A full page has a link to the next one, although it may be the last.

Breaks: next
Fails: answer
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
    found = list(comments.values("id", "body", "created_at")[:size])
    if len(found) < size:
        return {"comments": found, "next": None}
    return {"comments": found, "next": f"{found[-1]['created_at'].isoformat()} {found[-1]['id']}"}
