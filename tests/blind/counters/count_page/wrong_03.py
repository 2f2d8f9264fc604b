"""WRONG (limit: fetched): each post's row brings an array with the times of all its comments.

There is one row for each post, but the comments are in it, and Python counts them.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    approved = Comment.objects.filter(post_id=OuterRef("pk"), is_approved=True)
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(times=ArraySubquery(approved.values("created_at")))
        .order_by("-published_at", "-pk")
        .values_list("title", "times")
    )
    return [
        {"title": title, "comments": len(times), "new": sum(time >= since for time in times)}
        for title, times in posts[:limit]
    ]
