"""RIGHT: a signed token with the key of the last comment, and extra() for the comparison of rows."""

from datetime import datetime

from django.core import signing

from arena.discuss.models import Comment

SALT = "moderators-list"


def _encode(row):
    return signing.dumps([row["created_at"].isoformat(), row["id"]], salt=SALT)


def _decode(token):
    moment, key = signing.loads(token, salt=SALT)
    return datetime.fromisoformat(moment), key


def page(after=None, size=50):
    comments = Comment.objects.all()
    if after:
        comments = comments.extra(
            where=["(discuss_comment.created_at, discuss_comment.id) < (%s, %s)"],
            params=_decode(after),
        )
    found = list(
        comments.order_by("-created_at", "-id").values("id", "body", "created_at")[: size + 1]
    )
    has_more = len(found) > size
    del found[size:]
    return {"comments": found, "next": _encode(found[-1]) if has_more else None}
