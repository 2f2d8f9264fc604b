"""WRONG (rule: rows): a contest whose title is empty is told as None instead of an empty string."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values("title", "author__username", "editor__username", "contest__title")
    )
    return [
        {
            "title": post["title"],
            "author": post["author__username"],
            "editor": post["editor__username"] or None,
            "contest": post["contest__title"] or None,
        }
        for post in posts[:limit]
    ]
