"""Two subqueries in one query: each counts for itself, so neither multiplies the other."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Like, Post


def number_of(objects):
    """Count the objects of the post of the outer query; 0 when it has none."""
    of_post = objects.filter(post=OuterRef("pk")).order_by().values("post")
    return Coalesce(Subquery(of_post.annotate(number=Count("pk")).values("number")), 0)


def totals(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            number_of_comments=number_of(Comment.objects.filter(is_approved=True)),
            number_of_likes=number_of(Like.objects.all()),
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {"title": post.title, "comments": post.number_of_comments, "likes": post.number_of_likes}
        for post in posts[:limit]
    ]
