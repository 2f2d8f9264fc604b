"""The link has whole seconds, and comments differ by microseconds.

Breaks: order
Fails: answer
"""

from datetime import UTC, datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    if after:
        seconds, key = after.split("-")
        at = datetime.fromtimestamp(int(seconds), UTC)
        comments = comments.filter(created_at__lte=at).filter(Q(created_at__lt=at) | Q(pk__lt=key))
    found = list(comments.values("id", "body", "created_at")[: size + 1])
    link = None
    if len(found) > size:
        last = found[size - 1]
        link = f"{int(last['created_at'].timestamp())}-{last['id']}"
    return {"comments": found[:size], "next": link}
