"""WRONG (limit: queries): prefetches by pieces of 100 posts, so more than 100 posts need more than 4 queries."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related("author", "editor", "contest")
    )
    rows = []
    for post in posts[:limit].iterator(chunk_size=100):
        rows.append(
            {
                "title": post.title,
                "author": post.author.username,
                "editor": post.editor.username if post.editor else None,
                "contest": post.contest.title if post.contest else None,
            }
        )
    return rows
