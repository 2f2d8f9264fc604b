"""Two queries, and every comment is fetched to be counted in Python.

Breaks: fetched
Fails: rows
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    approved = Comment.objects.filter(is_approved=True).only("post", "created_at")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("comments", queryset=approved))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "comments": post.comments.count(),
            "new": sum(comment.created_at >= since for comment in post.comments.all()),
        }
        for post in posts[:limit]
    ]
