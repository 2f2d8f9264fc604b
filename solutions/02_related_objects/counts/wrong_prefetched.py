"""Three queries, and every comment and like comes to Python to be counted there.

Breaks: fetched
Fails: rows
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def totals(limit=50):
    approved = Comment.objects.filter(is_approved=True)
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("comments", queryset=approved), "likes")
        .order_by("-published_at", "-pk")
    )
    return [
        {"title": post.title, "comments": post.comments.count(), "likes": post.likes.count()}
        for post in posts[:limit]
    ]
