"""WRONG: next. The token is a random name of a position that only this process remembers; another
worker knows nothing of it and begins at the first page.
"""

import secrets

from django.db.models import Q

from arena.discuss.models import Comment

_positions = {}


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after and after in _positions:
        moment, key = _positions[after]
        comments = comments.filter(created_at__lte=moment).filter(
            Q(created_at__lt=moment) | Q(pk__lt=key)
        )
    found = list(comments[: size + 1])
    rows = found[:size]
    following = None
    if len(found) > size:
        following = secrets.token_urlsafe(8)
        _positions[following] = (rows[-1]["created_at"], rows[-1]["id"])
    return {"comments": rows, "next": following}
