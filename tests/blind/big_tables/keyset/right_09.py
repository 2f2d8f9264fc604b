"""Right: first the rest of the comments that tie with the last one, then the older ones."""

from datetime import datetime

from django.core import signing

from arena.discuss.models import Comment

SALT = "moderators.comments"


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-id").values("id", "body", "created_at")
    wanted = size + 1
    if after:
        text, last_id = signing.loads(after, salt=SALT)
        moment = datetime.fromisoformat(text)
        found = list(comments.filter(created_at=moment, id__lt=last_id)[:wanted])
        if len(found) < wanted:
            found += comments.filter(created_at__lt=moment)[: wanted - len(found)]
    else:
        found = list(comments[:wanted])
    token = None
    if len(found) == wanted and size > 0:
        last = found[size - 1]
        token = signing.dumps([last["created_at"].isoformat(), last["id"]], salt=SALT)
    return {"comments": found[:size], "next": token}
