"""RIGHT: keyset with the ORM: a bound on created_at for the index, and Q for the ties."""

from datetime import datetime

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    if after:
        text, _, key = after.rpartition("_")
        moment = datetime.fromisoformat(text)
        comments = comments.filter(created_at__lte=moment).filter(
            Q(created_at__lt=moment) | Q(pk__lt=int(key))
        )
    found = list(comments.values("id", "body", "created_at")[: size + 1])
    rows = found[:size]
    following = None
    if len(found) > size:
        last = rows[-1]
        following = f"{last['created_at'].isoformat().replace('+00:00', 'Z')}_{last['id']}"
    return {"comments": rows, "next": following}
