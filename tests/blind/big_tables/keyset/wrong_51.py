"""next: it is not None although no comment follows.

A full page always gets a `next`: with 100 comments and pages of 50 the second page has a link to an empty third one.
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
            Q(created_at__lt=moment) | Q(pk__lt=int(pk)), created_at__lte=moment
        )
    found = list(comments[:size])
    following = None
    if len(found) == size:
        following = f"{found[-1]['created_at'].isoformat()}_{found[-1]['id']}"
    return {"comments": found, "next": following}
