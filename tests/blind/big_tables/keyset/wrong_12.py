"""Wrong, steady: the token keeps milliseconds, the database microseconds. Comments of the last one's millisecond are skipped."""

from datetime import UTC, datetime, timedelta

from django.db.models import Q

from arena.discuss.models import Comment

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        milliseconds, pk = (int(part) for part in after.split("_"))
        last = EPOCH + milliseconds * MILLISECOND
        comments = comments.filter(Q(created_at__lt=last) | Q(pk__lt=pk), created_at__lte=last)
    found = list(comments[: size + 1])
    token = None
    if len(found) > size:
        comment = found[size - 1]
        token = f"{(comment['created_at'] - EPOCH) // MILLISECOND}_{comment['id']}"
    return {"comments": found[:size], "next": token}
