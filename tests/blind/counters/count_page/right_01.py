"""RIGHT: one query; two correlated subqueries, grouped by post, with COALESCE for "none"."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post


def number_of(comments):
    counted = comments.order_by().values("post_id").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def page(since, limit=100):
    approved = Comment.objects.filter(post_id=OuterRef("pk"), is_approved=True)
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            number=number_of(approved),
            fresh=number_of(approved.filter(created_at__gte=since)),
        )
        .order_by("-published_at", "-pk")
        .values_list("title", "number", "fresh")
    )
    return [
        {"title": title, "comments": number, "new": fresh}
        for title, number, fresh in posts[:limit]
    ]
