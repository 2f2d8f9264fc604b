"""WRONG (limit: fetched): approved comments are fetched too, and thrown away in Python."""

from arena.discuss.models import Post


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = []
    for post in posts.prefetch_related("comments__author")[:limit]:
        waiting = [c for c in post.comments.all() if not c.is_approved]
        waiting.sort(key=lambda c: (c.created_at, c.pk), reverse=True)
        rows.append(
            {
                "title": post.title,
                "waiting": len(waiting),
                "comments": [{"author": c.author.username, "body": c.body} for c in waiting],
            }
        )
    return rows
