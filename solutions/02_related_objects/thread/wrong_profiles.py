"""The join goes on from the author to the profile, of which nothing is shown.

Breaks: fetched
Fails: rows
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def thread(limit=10):
    said = Comment.objects.select_related("author__profile").order_by("created_at", "pk")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(
            Prefetch("comments", said.filter(parent=None)),
            Prefetch("comments__replies", said),
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
