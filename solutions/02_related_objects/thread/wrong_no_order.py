"""The order was in the loop's query, and went away with it: a prefetch has none of its own.

Without ORDER BY the database returns rows as it finds them, which looks like the order of writing
until the first row is changed.

Fails: answer
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(
            Prefetch("comments", Comment.objects.filter(parent=None)),
            "comments__author",
            "comments__replies__author",
        )
    )
    return [
        {
            "title": post.title,
            "comments": [
                {
                    "author": comment.author.username,
                    "body": comment.body,
                    "replies": [
                        {"author": reply.author.username, "body": reply.body}
                        for reply in comment.replies.all()
                    ],
                }
                for comment in post.comments.all()
            ],
        }
        for post in posts[:limit]
    ]
