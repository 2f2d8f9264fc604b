"""prefetch_related() alone: five queries, and the author of many comments is fetched once."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def thread(limit=10):
    replies = Comment.objects.order_by("created_at", "pk").prefetch_related("author")
    comments = replies.filter(parent=None).prefetch_related(Prefetch("replies", replies))
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = posts.prefetch_related(Prefetch("comments", comments, to_attr="first_level"))
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
                for comment in post.first_level
            ],
        }
        for post in posts[:limit]
    ]
