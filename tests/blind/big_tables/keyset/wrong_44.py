"""next: None although a comment follows.

Whether something follows is asked for by time alone. If the page's last comment ties with all that
is left (the oldest comments, imported together), the rest of the tie is on no page.
"""

from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from arena.discuss.models import Comment


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
        comments = comments.filter(TupleLessThan(Tuple(F("created_at"), F("id")), _read(after)))
    shown = list(comments[:size])
    if shown and Comment.objects.filter(created_at__lt=shown[-1]["created_at"]).exists():
        return {"comments": shown, "next": _write(shown[-1])}
    return {"comments": shown, "next": None}
