"""Wrong, queries: on a page that begins within a tie and goes beyond it, four: is there a rest of the tie, the rest, the older ones, and whether any follows."""

from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        text, pk = after.split("_")
        last = datetime.fromisoformat(text)
        tied = comments.filter(created_at=last, pk__lt=int(pk))
        found = list(tied[:size]) if tied.exists() else []
        if len(found) < size:
            found += list(comments.filter(created_at__lt=last)[: size - len(found)])
    else:
        found = list(comments[:size])
    token = None
    if found:
        moment, pk = found[-1]["created_at"], found[-1]["id"]
        older = Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk)
        if comments.filter(older, created_at__lte=moment).exists():
            token = f"{moment.isoformat()}_{pk}"
    return {"comments": found, "next": token}
