"""Without to_attr the prefetch fills the manager: all() and count() then send no query.

From then on they return waiting comments only, which the next reader may not expect.
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    waiting = Comment.objects.filter(is_approved=False).order_by("-created_at", "-pk")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("comments", queryset=waiting.select_related("author")))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "waiting": post.comments.count(),
            "comments": [
                {"author": c.author.username, "body": c.body} for c in post.comments.all()
            ],
        }
        for post in posts[:limit]
    ]
