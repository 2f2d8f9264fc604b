"""The next page begins below (created_at, id) of the last comment: one comparison of two tuples."""

from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from arena.discuss.models import Comment

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def _write(comment):
    # Whole numbers: no digit is lost, and nothing needs quoting in a link.
    return f"{(comment['created_at'] - EPOCH) // MICROSECOND}_{comment['id']}"


def _read(text):
    moment, key = text.split("_")
    return EPOCH + int(moment) * MICROSECOND, int(key)


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        comments = comments.filter(TupleLessThan(Tuple(F("created_at"), F("id")), _read(after)))
    found = list(comments[: size + 1])
    shown = found[:size]
    return {
        "comments": shown,
        "next": _write(shown[-1]) if shown and len(found) > size else None,
    }
