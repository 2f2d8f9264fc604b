"""filter() on the comments drops every post without one. The condition belongs in Count().

Breaks: rows
Fails: answer
"""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Like, Post


def totals(limit=50):
    likes = Like.objects.filter(post=OuterRef("pk")).order_by().values("post")
    likes = likes.annotate(number=Count("pk")).values("number")
    posts = (
        Post.objects.filter(published_at__isnull=False, comments__is_approved=True)
        .annotate(
            number_of_comments=Count("comments"),
            number_of_likes=Coalesce(Subquery(likes), 0),
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {"title": post.title, "comments": post.number_of_comments, "likes": post.number_of_likes}
        for post in posts[:limit]
    ]
