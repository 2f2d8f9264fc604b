"""steady: `next` is only the last comment's id, and its moment is looked up for the next page.

If that comment was deleted in between, nobody knows where the next page begins: the moderator is back on the first page.
"""

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    last = Comment.objects.filter(pk=after).only("created_at").first() if after else None
    if last:
        comments = comments.filter(
            Q(created_at__lt=last.created_at) | Q(pk__lt=last.pk),
            created_at__lte=last.created_at,
        )
    found = list(comments[: size + 1])
    return {
        "comments": found[:size],
        "next": str(found[size - 1]["id"]) if len(found) > size else None,
    }
