"""next: it stops working after an hour.

The place is signed with a time stamp and has a maximal age. A moderator who leaves a page open over
lunch gets SignatureExpired instead of the page right after it.
"""

from datetime import datetime

from django.core import signing
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from arena.discuss.models import Comment


HOUR = 3600


def _write(comment):
    return signing.dumps([comment["created_at"].isoformat(), comment["id"]], salt="comments")


def _read(text):
    moment, key = signing.loads(text, salt="comments", max_age=HOUR)
    return datetime.fromisoformat(moment), key


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
