"""WRONG: steady. The token names the first comment of the next page instead of the last of this one: a
comment that is added between those two (with such a created_at) is on no page.
"""

from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        moment, key = after.split("_")
        moment = datetime.fromisoformat(moment)
        comments = comments.filter(created_at__lte=moment).filter(
            Q(created_at__lt=moment) | Q(pk__lte=int(key))
        )
    found = list(comments[: size + 1])
    following = None
    if len(found) > size:
        first = found.pop()
        following = f"{first['created_at'].isoformat()}_{first['id']}"
    return {"comments": found, "next": following}
