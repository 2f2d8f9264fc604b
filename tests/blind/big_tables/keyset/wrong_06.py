"""WRONG: next. A full page is taken for a sign that more follows: if the number of comments is a
multiple of size, the last page has a next, to an empty page.
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
            Q(created_at__lt=moment) | Q(pk__lt=int(key))
        )
    rows = list(comments[:size])
    following = None
    if len(rows) == size:
        following = f"{rows[-1]['created_at'].isoformat()}_{rows[-1]['id']}"
    return {"comments": rows, "next": following}
