"""The slice is 50, whatever `limit` says, and Python cuts the rest off.

A page of ten posts fetches forty posts that nobody sees.

Breaks: fetched
Fails: rows
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author", "editor", "contest")
        .order_by("-published_at", "-pk")
    )
    newest = list(posts[: max(limit, 50)])
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
        }
        for post in newest[:limit]
    ]
