"""WRONG (limit: queries): the author of each comment is still fetched by a query of its own."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    waiting = Comment.objects.filter(is_approved=False).order_by("-created_at", "-pk")
    rows = []
    for post in posts.prefetch_related(Prefetch("comments", waiting, to_attr="waiting"))[:limit]:
        rows.append(
            {
                "title": post.title,
                "waiting": len(post.waiting),
                "comments": [{"author": c.author.username, "body": c.body} for c in post.waiting],
            }
        )
    return rows
