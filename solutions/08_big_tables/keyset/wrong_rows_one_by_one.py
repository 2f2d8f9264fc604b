"""The rows are found as they should be, and then fetched one at a time.

Breaks: queries
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
    found = list(comments.only("id")[: size + 1])
    shown = [
        {"id": comment.pk, "body": comment.body, "created_at": comment.created_at}
        for comment in found[:size]
    ]
    link = None
    if len(found) > size:
        link = f"{shown[-1]['created_at'].isoformat()} {shown[-1]['id']}"
    return {"comments": shown, "next": link}
