"""Two sub-queries, which PostgreSQL runs after the LIMIT: for the posts of the page only."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post


def number_of(comments):
    """Count the comments of the post of the outer query; 0 when it has none."""
    of_post = comments.filter(post=OuterRef("pk"), is_approved=True).order_by().values("post")
    return Coalesce(Subquery(of_post.annotate(number=Count("pk")).values("number")), 0)


def page(since, limit=100):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            number=number_of(Comment.objects.all()),
            new=number_of(Comment.objects.filter(created_at__gte=since)),
        )
        .order_by("-published_at", "-pk")
    )
    rows = posts.values_list("title", "number", "new")[:limit]
    return [{"title": title, "comments": number, "new": new} for title, number, new in rows]
