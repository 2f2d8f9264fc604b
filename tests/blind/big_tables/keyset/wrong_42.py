"""next: another worker understands another moment.

The place is written as a local time without its offset. If the active time zone of the next request
differs (each moderator has his own), and in the hour that a clock is set back, the next page begins
hours away.
"""

from datetime import datetime

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils import timezone

from arena.discuss.models import Comment


FORM = "%Y-%m-%dT%H:%M:%S.%f"


def _write(comment):
    return f"{timezone.localtime(comment['created_at']).strftime(FORM)}_{comment['id']}"


def _read(text):
    moment, key = text.split("_")
    return timezone.make_aware(datetime.strptime(moment, FORM)), int(key)


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
