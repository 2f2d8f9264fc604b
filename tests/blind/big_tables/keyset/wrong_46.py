"""rows: more than `size` comments.

The link keeps the size of the page it came from, and that one wins: page(next_of_a_page_of_50,
size=10) returns 50 comments.
"""

from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from arena.discuss.models import Comment


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def _write(comment, size):
    return f"{(comment['created_at'] - EPOCH) // MICROSECOND}_{comment['id']}_{size}"


def _read(text):
    moment, key, size = text.split("_")
    return (EPOCH + int(moment) * MICROSECOND, int(key)), int(size)


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        place, size = _read(after)
        comments = comments.filter(TupleLessThan(Tuple(F("created_at"), F("id")), place))
    found = list(comments[: size + 1])
    shown = found[:size]
    return {
        "comments": shown,
        "next": _write(shown[-1], size) if shown and len(found) > size else None,
    }
