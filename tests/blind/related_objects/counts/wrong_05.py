"""WRONG (limit: fetched): fetches the ids of all comments, in an array in each post's row."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Like, Post


def totals(limit=50):
    approved = Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
    likes = Like.objects.filter(post=OuterRef("pk")).values("post").annotate(n=Count("pk"))
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            approved=ArraySubquery(approved.values("pk")),
            n_likes=Coalesce(Subquery(likes.values("n")), 0, output_field=IntegerField()),
        )
        .order_by("-published_at", "-pk")
        .values_list("title", "approved", "n_likes")
    )
    return [
        {"title": title, "comments": len(comments), "likes": n_likes}
        for title, comments, n_likes in posts[:limit]
    ]
