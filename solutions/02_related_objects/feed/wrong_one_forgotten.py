"""The author is joined. The editor and the contest still cost a query for each post.

Breaks: queries
Fails: queries
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author")
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
