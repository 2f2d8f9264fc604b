"""Comments, replies and the authors of comments are prefetched. The authors of replies are not.

Each reply sends a query for its author.

Breaks: queries
Fails: comments
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def thread(limit=10):
    said = Comment.objects.order_by("created_at", "pk")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(
            Prefetch("comments", said.filter(parent=None)),
            Prefetch("comments__replies", said),
            "comments__author",
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
