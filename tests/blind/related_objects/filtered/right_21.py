"""RIGHT: Prefetch of the waiting comments with to_attr and select_related."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    waiting = (
        Comment.objects.filter(is_approved=False)
        .select_related("author")
        .only("post", "body", "author__username")
        .order_by("-created_at", "-pk")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .only("title")
        .prefetch_related(Prefetch("comments", queryset=waiting, to_attr="waiting_comments"))
    )
    return [
        {
            "title": post.title,
            "waiting": len(post.waiting_comments),
            "comments": [
                {"author": c.author.username, "body": c.body} for c in post.waiting_comments
            ],
        }
        for post in posts[:limit]
    ]
