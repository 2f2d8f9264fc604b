"""depth: the OR of two conditions is no range of the index.

PostgreSQL walks the index from the newest comment and filters what it passes (or sorts all older comments), so a page
in the middle of the list costs far more than the first one.
"""

from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        moment, pk = after.split("_")
        moment = datetime.fromisoformat(moment)
        comments = comments.filter(
            Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=int(pk))
        )
    found = list(comments[: size + 1])
    following = None
    if len(found) > size:
        last = found[size - 1]
        following = f"{last['created_at'].isoformat()}_{last['id']}"
    return {"comments": found[:size], "next": following}
