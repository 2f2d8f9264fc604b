"""Moderators are there for the comments that are not approved, and this list hides them.

Breaks: rows
Fails: answer
"""

from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.filter(is_approved=True).order_by("-created_at", "-pk")
    if after is not None:
        moment, _, key = after.partition(" ")
        at = datetime.fromisoformat(moment)
        comments = comments.filter(created_at__lte=at).filter(Q(created_at__lt=at) | Q(pk__lt=key))
    found = list(comments.values("id", "body", "created_at")[: size + 1])
    shown = found[:size]
    if len(found) <= size:
        return {"comments": shown, "next": None}
    return {"comments": shown, "next": f"{shown[-1]['created_at'].isoformat()} {shown[-1]['id']}"}
