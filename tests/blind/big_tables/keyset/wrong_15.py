"""Wrong, depth: an OR of both columns is no start for the index. Every skipped comment is read and filtered out."""

from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        text, pk = after.split("_")
        last = datetime.fromisoformat(text)
        comments = comments.filter(
            Q(created_at__lt=last) | Q(created_at=last, pk__lt=int(pk))
        )
    found = list(comments[: size + 1])
    token = None
    if len(found) > size:
        token = f"{found[size - 1]['created_at'].isoformat()}_{found[size - 1]['id']}"
    return {"comments": found[:size], "next": token}
