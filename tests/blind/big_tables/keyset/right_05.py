"""RIGHT: no Q: everything up to that moment, without those of it that were shown (exclude)."""

from datetime import datetime, timedelta, timezone

from arena.discuss.models import Comment

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-id")
    if after:
        microseconds, key = map(int, after.split("."))
        moment = EPOCH + microseconds * MICROSECOND
        comments = comments.filter(created_at__lte=moment)
        comments = comments.exclude(created_at=moment, id__gte=key)

    found = []
    for comment in comments.only("id", "body", "created_at")[: size + 1]:
        found.append(
            {"id": comment.id, "body": comment.body, "created_at": comment.created_at}
        )

    following = None
    if len(found) == size + 1:
        found.pop()
        last = found[-1]
        following = "%d.%d" % ((last["created_at"] - EPOCH) // MICROSECOND, last["id"])
    return {"comments": found, "next": following}
