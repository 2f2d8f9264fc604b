"""Right: the time and the key of the last comment. A plain condition on the time lets the index begin there."""

import base64
import json
from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def _encode(comment):
    text = json.dumps([comment["created_at"].isoformat(), comment["id"]])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _decode(token):
    created_at, pk = json.loads(base64.urlsafe_b64decode(token))
    return datetime.fromisoformat(created_at), pk


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        created_at, pk = _decode(after)
        comments = comments.filter(
            Q(created_at__lt=created_at) | Q(created_at=created_at, pk__lt=pk),
            created_at__lte=created_at,
        )
    found = list(comments[: size + 1])
    shown = found[:size]
    return {
        "comments": shown,
        "next": _encode(shown[-1]) if shown and len(found) > size else None,
    }
