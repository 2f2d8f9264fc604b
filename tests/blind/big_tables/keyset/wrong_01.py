"""WRONG: depth. The OR without a bound on created_at is no range of the index: PostgreSQL walks the
index from the newest comment and throws away every skipped one, as with an offset.
"""

from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        moment, key = after.split("_")
        moment = datetime.fromisoformat(moment)
        comments = comments.filter(
            Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=int(key))
        )
    found = list(comments[: size + 1])
    rows = found[:size]
    following = None
    if len(found) > size:
        following = f"{rows[-1]['created_at'].isoformat()}_{rows[-1]['id']}"
    return {"comments": rows, "next": following}
