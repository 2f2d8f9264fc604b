"""The link is valid for an hour. A moderator's lunch takes longer.

Breaks: next
Fails: workers
"""

from datetime import datetime

from django.core import signing
from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    found = list(behind(after)[: size + 1])
    rows = [
        {"id": comment.pk, "body": comment.body, "created_at": comment.created_at}
        for comment in found[:size]
    ]
    link = None
    if found[size:]:
        link = signing.dumps([rows[-1]["created_at"].isoformat(), rows[-1]["id"]])
    return {"comments": rows, "next": link}


def behind(after):
    comments = Comment.objects.order_by("-created_at", "-id")
    if after is None:
        return comments
    moment, key = signing.loads(after, max_age=3600)
    at = datetime.fromisoformat(moment)
    return comments.filter(Q(created_at__lte=at) & ~Q(created_at=at, id__gte=key))
