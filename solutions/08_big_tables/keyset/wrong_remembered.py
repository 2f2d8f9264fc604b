"""The places are in the memory of one worker, and the link is a number there.

Breaks: next
Fails: workers
"""

from django.db.models import Q

from arena.discuss.models import Comment

PLACES = []


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    if after is not None and int(after) < len(PLACES):
        at, key = PLACES[int(after)]
        comments = comments.filter(created_at__lte=at).filter(Q(created_at__lt=at) | Q(pk__lt=key))
    found = list(comments.values("id", "body", "created_at")[: size + 1])
    if len(found) <= size:
        return {"comments": found, "next": None}
    PLACES.append((found[size - 1]["created_at"], found[size - 1]["id"]))
    return {"comments": found[:size], "next": str(len(PLACES) - 1)}
