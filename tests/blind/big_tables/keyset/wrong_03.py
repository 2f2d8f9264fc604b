"""WRONG: steady. The two columns are compared one by one: an older comment with a higher key than
the last one (keys need not follow created_at) is never shown.
"""

from datetime import datetime

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        moment, key = after.split("_")
        comments = comments.filter(
            created_at__lte=datetime.fromisoformat(moment), pk__lt=int(key)
        )
    found = list(comments[: size + 1])
    rows = found[:size]
    following = None
    if len(found) > size:
        following = f"{rows[-1]['created_at'].isoformat()}_{rows[-1]['id']}"
    return {"comments": rows, "next": following}
