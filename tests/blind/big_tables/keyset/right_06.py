"""RIGHT: one UNION ALL of two limited index scans; a JSON token in base64, and a second look-up that
asks whether anything follows.
"""

import base64
import json
from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def _following(moment, key):
    return Comment.objects.filter(
        Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=key), created_at__lte=moment
    )


def _to_text(row):
    data = json.dumps({"t": row["created_at"].isoformat(), "id": row["id"]})
    return base64.urlsafe_b64encode(data.encode()).decode()


def _from_text(text):
    data = json.loads(base64.urlsafe_b64decode(text.encode()))
    return datetime.fromisoformat(data["t"]), data["id"]


def page(after=None, size=50):
    columns = ("id", "body", "created_at")
    if after:
        moment, key = _from_text(after)
        ties = (
            Comment.objects.filter(created_at=moment, pk__lt=key)
            .order_by("-created_at", "-pk")
            .values(*columns)[:size]
        )
        older = (
            Comment.objects.filter(created_at__lt=moment)
            .order_by("-created_at", "-pk")
            .values(*columns)[:size]
        )
        rows = list(ties.union(older, all=True).order_by("-created_at", "-id")[:size])
    else:
        rows = list(Comment.objects.order_by("-created_at", "-pk").values(*columns)[:size])

    if not rows:
        return {"comments": [], "next": None}
    last = rows[-1]
    more = (
        _following(last["created_at"], last["id"])
        .order_by("-created_at", "-pk")
        .values_list("pk", flat=True)[:1]
    )
    return {"comments": rows, "next": _to_text(last) if list(more) else None}
