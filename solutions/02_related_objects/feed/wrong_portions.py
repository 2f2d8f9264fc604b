"""Ten posts in each query: twenty queries for two hundred posts.

A tenth of the queries still grows with the number of posts.

Breaks: queries
Fails: queries
"""

from arena.discuss.models import Post

PORTION = 10


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author", "editor", "contest")
        .order_by("-published_at", "-pk")
    )
    rows = []
    while len(rows) < limit:
        portion = posts[len(rows) : min(len(rows) + PORTION, limit)]
        new = [
            {
                "title": post.title,
                "author": post.author.username,
                "editor": post.editor.username if post.editor else None,
                "contest": post.contest.title if post.contest else None,
            }
            for post in portion
        ]
        if not new:
            break
        rows += new
    return rows
