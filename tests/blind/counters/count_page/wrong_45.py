"""fetched (no comments)

Each post's row brings an array with the times of all its comments, which Python counts. It shows in the
bytes that are fetched for a post with many comments; the number of rows and of queries is right.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    approved = Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = posts.annotate(times=ArraySubquery(approved.values("created_at")))
    return [
        {"title": title, "comments": len(times), "new": sum(time >= since for time in times)}
        for title, times in rows.values_list("title", "times")[:limit]
    ]
