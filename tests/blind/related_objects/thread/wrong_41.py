"""replies: those of the same moment are not ordered by id.

The order of the replies names created_at alone, so PostgreSQL returns ties as they lie in the
table. It shows with two replies of the same created_at after the first one was updated: its new
version lies behind the other one's.
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def thread(limit=10):
    replies = Comment.objects.select_related("author").order_by("created_at")
    comments = (
        Comment.objects.filter(parent=None)
        .select_related("author")
        .prefetch_related(Prefetch("replies", queryset=replies))
        .order_by("created_at", "pk")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("comments", queryset=comments))
        .order_by("-published_at", "-pk")
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
