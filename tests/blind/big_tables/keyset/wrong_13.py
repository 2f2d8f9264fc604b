"""Wrong, next: a full page is taken for one that another follows. When the last page is full, it links to an empty one."""

from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        text, pk = after.split("_")
        last = datetime.fromisoformat(text)
        comments = comments.filter(
            Q(created_at__lt=last) | Q(pk__lt=int(pk)), created_at__lte=last
        )
    found = list(comments[:size])
    token = None
    if len(found) == size:
        token = f"{found[-1]['created_at'].isoformat()}_{found[-1]['id']}"
    return {"comments": found, "next": token}
