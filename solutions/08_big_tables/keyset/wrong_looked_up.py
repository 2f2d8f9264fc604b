"""The link is an id alone, and a query asks for its time. That comment may be gone by then.

Breaks: steady
Fails: steady
"""

from django.db.models import Q

from arena.discuss.models import Comment


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk")
    last = Comment.objects.filter(pk=after).first() if after else None
    if last:
        at = last.created_at
        comments = comments.filter(created_at__lte=at).filter(
            Q(created_at__lt=at) | Q(pk__lt=last.pk)
        )
    found = list(comments.values("id", "body", "created_at")[: size + 1])
    return {
        "comments": found[:size],
        "next": str(found[size - 1]["id"]) if len(found) > size else None,
    }
