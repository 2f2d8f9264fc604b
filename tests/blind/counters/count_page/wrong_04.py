"""WRONG (rule: comments): an approved reply is not counted if its parent is not approved."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post

# A comment, or a reply to a comment that people can see.
SHOWN = Q(is_approved=True) & (Q(parent__isnull=True) | Q(parent__is_approved=True))


def number_of(comments):
    counted = comments.values("post_id").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def page(since, limit=100):
    shown = Comment.objects.filter(SHOWN, post_id=OuterRef("pk"))
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            number=number_of(shown),
            fresh=number_of(shown.filter(created_at__gte=since)),
        )
        .order_by("-published_at", "-pk")
        .values_list("title", "number", "fresh")
    )
    return [
        {"title": title, "comments": number, "new": fresh}
        for title, number, fresh in posts[:limit]
    ]
