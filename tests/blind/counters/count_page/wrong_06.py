"""WRONG (rule: new): in a post published after the visit, comments on the draft before it count as new.

The code takes it that no comment is older than the publication of its post.
"""

from django.db.models import Case, Count, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post


def number_of(comments):
    counted = comments.values("post_id").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def page(since, limit=100):
    approved = Comment.objects.filter(post_id=OuterRef("pk"), is_approved=True)
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(number=number_of(approved))
        .annotate(
            fresh=Case(
                # Everything about a new post is new: nothing has to be counted again.
                When(published_at__gte=since, then=F("number")),
                default=number_of(approved.filter(created_at__gte=since)),
            )
        )
        .order_by("-published_at", "-pk")
        .values_list("title", "number", "fresh")
    )
    return [
        {"title": title, "comments": number, "new": fresh}
        for title, number, fresh in posts[:limit]
    ]
