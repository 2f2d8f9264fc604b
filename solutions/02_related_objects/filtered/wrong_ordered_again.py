"""The filter is in the prefetch and the order is not: order_by() sends a query for each post.

Breaks: queries
Fails: queries
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    waiting = Comment.objects.filter(is_approved=False).select_related("author")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("comments", queryset=waiting))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "waiting": post.comments.count(),
            "comments": [
                {"author": c.author.username, "body": c.body}
                for c in post.comments.order_by("-created_at", "-pk")
            ],
        }
        for post in posts[:limit]
    ]
