"""The authors come by a third query: a prefetch can go on from where another one ended."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    waiting = Comment.objects.filter(is_approved=False).order_by("-created_at", "-pk")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(
            Prefetch("comments", queryset=waiting, to_attr="waiting"), "waiting__author"
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "waiting": len(post.waiting),
            "comments": [{"author": c.author.username, "body": c.body} for c in post.waiting],
        }
        for post in posts[:limit]
    ]
