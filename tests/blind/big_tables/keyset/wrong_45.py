"""next: None although comments follow, after a tie of 40.

It reads everything not newer than the last comment, with room for 40 that tie, and drops what was
shown. When 40 tie and the last of them ended the page, no room is left for the one that would tell
that there are more: the list ends there.
"""

from datetime import UTC, datetime, timedelta

from arena.discuss.models import Comment


TIES = 40
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def _write(comment):
    return f"{(comment['created_at'] - EPOCH) // MICROSECOND}_{comment['id']}"


def _read(text):
    moment, key = text.split("_")
    return EPOCH + int(moment) * MICROSECOND, int(key)


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        place = _read(after)
        found = [
            comment
            for comment in comments.filter(created_at__lte=place[0])[: size + TIES]
            if (comment["created_at"], comment["id"]) < place
        ]
    else:
        found = list(comments[: size + 1])
    shown = found[:size]
    return {
        "comments": shown,
        "next": _write(shown[-1]) if shown and len(found) > size else None,
    }
