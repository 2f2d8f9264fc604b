"""Wrong, steady: the time of the last comment is looked up by its key. If that comment has been deleted, the next page is empty."""

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        last = Comment.objects.filter(pk=int(after)).values_list("created_at", flat=True).first()
        if last is None:
            return {"comments": [], "next": None}
        comments = comments.filter(
            Q(created_at__lt=last) | Q(pk__lt=int(after)), created_at__lte=last
        )
    found = list(comments[: size + 1])
    return {
        "comments": found[:size],
        "next": str(found[size - 1]["id"]) if len(found) > size else None,
    }
