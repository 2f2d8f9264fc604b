"""Ten posts in each query: with two hundred posts there are forty queries.

Breaks: queries
Fails: queries
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post

PORTION = 10


def latest_comments(limit=20):
    newest = (
        Comment.objects.filter(is_approved=True)
        .select_related("author")
        .order_by("-created_at", "-pk")[:3]
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", newest, to_attr="newest"))
    )
    rows = []
    while len(rows) < limit:
        portion = posts[len(rows) : min(len(rows) + PORTION, limit)]
        new = [
            {
                "title": post.title,
                "comments": [{"author": c.author.username, "body": c.body} for c in post.newest],
            }
            for post in portion
        ]
        if not new:
            break
        rows += new
    return rows
