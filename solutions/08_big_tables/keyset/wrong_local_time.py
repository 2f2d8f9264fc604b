"""The link has the time on the visitor's clock, without an offset. Others have other clocks.

Breaks: next
Fails: workers
"""

from datetime import datetime

from django.db.models import Q
from django.utils.timezone import make_aware, make_naive

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    if after is not None:
        moment, _, key = after.partition(" ")
        at = make_aware(datetime.fromisoformat(moment))
        comments = comments.filter(created_at__lte=at).filter(Q(created_at__lt=at) | Q(pk__lt=key))
    found = list(comments.values("id", "body", "created_at")[: size + 1])
    shown, more = found[:size], len(found) > size
    last = shown[-1] if more else None
    return {
        "comments": shown,
        "next": f"{make_naive(last['created_at']).isoformat()} {last['id']}" if last else None,
    }
