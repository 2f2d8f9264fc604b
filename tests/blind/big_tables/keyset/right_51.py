"""Keyset pages with extra(): a row comparison in the WHERE clause; `next` holds the last comment's microseconds and id."""

from datetime import UTC, datetime, timedelta

from arena.discuss.models import Comment

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        microseconds, pk = map(int, after.split("_"))
        comments = comments.extra(
            where=["(discuss_comment.created_at, discuss_comment.id) < (%s, %s)"],
            params=[EPOCH + microseconds * MICROSECOND, pk],
        )
    found = list(comments[: size + 1])
    if len(found) <= size:
        return {"comments": found, "next": None}
    found.pop()
    last = found[-1]
    return {
        "comments": found,
        "next": f"{(last['created_at'] - EPOCH) // MICROSECOND}_{last['id']}",
    }
