"""WRONG (rule: rows): rows are kept by title, so of two posts with the same title only one is shown."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values("title", "author__username", "editor__username", "contest__title")
    )
    rows = {}
    for post in posts[:limit]:
        rows[post["title"]] = {
            "title": post["title"],
            "author": post["author__username"],
            "editor": post["editor__username"],
            "contest": post["contest__title"],
        }
    return list(rows.values())
