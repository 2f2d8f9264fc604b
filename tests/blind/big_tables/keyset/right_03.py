"""RIGHT: two queries: the rest of the comments that tie with the last one, then the older ones."""

from datetime import datetime

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    wanted = size + 1
    if not after:
        found = list(comments[:wanted])
    else:
        moment, key = after.split(" ")
        moment = datetime.fromisoformat(moment)
        found = list(comments.filter(created_at=moment, pk__lt=int(key))[:wanted])
        if len(found) < wanted:
            found += comments.filter(created_at__lt=moment)[: wanted - len(found)]

    more = len(found) > size
    found = found[:size]
    if more:
        following = found[-1]["created_at"].isoformat() + " " + str(found[-1]["id"])
    else:
        following = None
    return {"comments": found, "next": following}
