"""fetched: a fourth comment of each post is fetched and never shown.

The prefetch takes one more, to know whether there is more to read, and the page cuts it off. It
shows with posts that have four or more approved comments: 40 comments for 10 posts instead of 30.
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post

SHOWN = 3


def latest_comments(limit=20):
    newest = (
        Comment.objects.filter(is_approved=True)
        .select_related("author")
        .order_by("-created_at", "-pk")[: SHOWN + 1]
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("comments", queryset=newest, to_attr="newest"))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "comments": [
                {"author": c.author.username, "body": c.body} for c in post.newest[:SHOWN]
            ],
        }
        for post in posts[:limit]
    ]
