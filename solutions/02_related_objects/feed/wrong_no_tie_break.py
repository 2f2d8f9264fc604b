"""The order names only the time: the database decides which of two posts from one moment is first.

Without "-pk" a post can appear on two pages, or on none.

Breaks: rows
Fails: answer
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author", "editor", "contest")
        .order_by("-published_at")
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
