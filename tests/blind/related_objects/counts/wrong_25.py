"""WRONG (rule: rows): the posts are picked with the pk in the order, and then shown without it, so ties come in any order."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Like, Post


def count_of(queryset):
    """Return how many rows of a queryset belong to the outer post."""
    grouped = queryset.filter(post=OuterRef("pk")).order_by().values("post")
    return Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n")), 0)


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    ids = list(posts.values_list("pk", flat=True)[:limit])
    rows = (
        Post.objects.filter(pk__in=ids)
        .annotate(
            comments_there=count_of(Comment.objects.filter(is_approved=True)),
            likes_there=count_of(Like.objects.all()),
        )
        .order_by("-published_at")
        .values_list("title", "comments_there", "likes_there")
    )
    return [
        {"title": title, "comments": comments, "likes": likes}
        for title, comments, likes in rows
    ]
