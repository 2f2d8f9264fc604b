"""WRONG (allowed: queries): prefetches in chunks of 50, so limits over 50 send three more queries for each chunk."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related("author", "editor", "contest")
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
        }
        for post in posts[:limit].iterator(chunk_size=50)
    ]
