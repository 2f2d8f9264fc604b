"""WRONG (rule: comments): comments of the same time go to the lower id (sort() with reverse is stable)."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    waiting = Comment.objects.filter(is_approved=False).select_related("author").order_by("pk")
    rows = []
    for post in posts.prefetch_related(Prefetch("comments", waiting, to_attr="waiting"))[:limit]:
        newest = sorted(post.waiting, key=lambda c: c.created_at, reverse=True)
        rows.append(
            {
                "title": post.title,
                "waiting": len(newest),
                "comments": [{"author": c.author.username, "body": c.body} for c in newest],
            }
        )
    return rows
