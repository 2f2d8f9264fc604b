"""Breaks queries: each post asks for its contest.

only() names the columns of author and editor, and contest is neither joined nor prefetched: with 50 posts about a
contest it sends 51 queries.
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author", "editor")
        .only("title", "contest", "author__username", "editor__username")
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
        }
        for post in posts[:limit]
    ]
