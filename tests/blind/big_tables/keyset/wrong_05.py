"""WRONG: steady. The token has whole seconds, created_at has microseconds: comments of the same second
that are older than the last one are skipped.
"""

from datetime import datetime, timezone

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        seconds, key = after.split("-")
        moment = datetime.fromtimestamp(int(seconds), tz=timezone.utc)
        comments = comments.filter(created_at__lte=moment).filter(
            Q(created_at__lt=moment) | Q(pk__lt=int(key))
        )
    found = list(comments[: size + 1])
    rows = found[:size]
    following = None
    if len(found) > size:
        following = f"{int(rows[-1]['created_at'].timestamp())}-{rows[-1]['id']}"
    return {"comments": rows, "next": following}
