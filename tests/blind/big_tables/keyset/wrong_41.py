"""steady: comments are skipped where several were written in the same millisecond.

The place is written with milliseconds, the column has microseconds. After a last comment at
12:00:00.123456, one at 12:00:00.123400 is on no page.
"""

from datetime import datetime

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from arena.discuss.models import Comment


def _write(comment):
    return f"{comment['created_at'].isoformat(timespec='milliseconds')}_{comment['id']}"


def _read(text):
    moment, key = text.split("_")
    return datetime.fromisoformat(moment), int(key)


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
