"""Two queries: the rest of the moment at which the page ended, and then what is older."""

import base64
import json
from datetime import datetime

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after is None:
        found = list(comments[: size + 1])
    else:
        place = json.loads(base64.urlsafe_b64decode(after))
        moment = datetime.fromisoformat(place["at"])
        found = list(comments.filter(created_at=moment, pk__lt=place["id"])[: size + 1])
        found += comments.filter(created_at__lt=moment)[: size + 1 - len(found)]
    link = None
    if len(found) > size:
        last = found[size - 1]
        place = {"at": last["created_at"].isoformat(), "id": last["id"]}
        link = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    return {"comments": found[:size], "next": link}
