"""Breaks fetched: each row brings arrays with the ids of all its comments and likes, counted in Python.

One row a post, but a post with 100,000 likes sends 100,000 ids; shows in the bytes and memory."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from arena.discuss.models import Comment, Like, Post


def totals(limit=50):
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    keys = list(newest.values_list("pk", flat=True)[:limit])
    posts = Post.objects.filter(pk__in=keys).order_by("-published_at", "-pk")
    said = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).values("pk")
    liked = Like.objects.filter(post=OuterRef("pk")).values("pk")
    rows = posts.annotate(said=ArraySubquery(said), liked=ArraySubquery(liked))
    return [
        {"title": title, "comments": len(comments), "likes": len(likes)}
        for title, comments, likes in rows.values_list("title", "said", "liked")
    ]
