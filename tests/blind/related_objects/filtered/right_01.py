"""RIGHT: a Prefetch of the filtered, ordered comments with their authors, kept in a list (to_attr)."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    waiting = (
        Comment.objects.filter(is_approved=False)
        .select_related("author")
        .order_by("-created_at", "-pk")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", queryset=waiting, to_attr="waiting"))
    )
    return [
        {
            "title": post.title,
            "waiting": len(post.waiting),
            "comments": [{"author": c.author.username, "body": c.body} for c in post.waiting],
        }
        for post in posts[:limit]
    ]
