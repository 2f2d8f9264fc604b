"""WRONG: steady. The token is only the key, and the moment is looked up: if that comment was deleted
in between, the next page fails with DoesNotExist.
"""

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        last = Comment.objects.only("created_at").get(pk=int(after))
        comments = comments.filter(created_at__lte=last.created_at).filter(
            Q(created_at__lt=last.created_at) | Q(pk__lt=last.pk)
        )
    found = list(comments[: size + 1])
    rows = found[:size]
    return {"comments": rows, "next": str(rows[-1]["id"]) if len(found) > size else None}
