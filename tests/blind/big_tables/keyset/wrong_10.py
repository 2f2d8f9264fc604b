"""Wrong, order: sorted by the key, as if the newest comment always had the highest. An imported one, or one whose transaction took long, has not."""

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-pk").values("id", "body", "created_at")
    if after:
        comments = comments.filter(pk__lt=int(after))
    found = list(comments[: size + 1])
    return {
        "comments": found[:size],
        "next": str(found[size - 1]["id"]) if len(found) > size else None,
    }
