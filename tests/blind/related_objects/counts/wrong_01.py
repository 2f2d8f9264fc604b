"""WRONG (rule: rows): when a tie lies across the limit, the lower ids get in, not the higher."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Like, Post


def _count(rows):
    rows = rows.filter(post=OuterRef("pk")).order_by().values("post")
    number = Subquery(rows.annotate(n=Count("pk")).values("n"))
    return Coalesce(number, 0, output_field=IntegerField())


def totals(limit=50):
    published = Post.objects.filter(published_at__isnull=False)
    page = published.order_by("-published_at", "pk").values("pk")[:limit]
    shown = (
        Post.objects.filter(pk__in=page)
        .annotate(
            n_comments=_count(Comment.objects.filter(is_approved=True)),
            n_likes=_count(Like.objects.all()),
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {"title": post.title, "comments": post.n_comments, "likes": post.n_likes}
        for post in shown
    ]
