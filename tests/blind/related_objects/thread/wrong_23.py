"""WRONG (rule: comments): the order is by created_at alone, so ties come in any order."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def thread(limit=10):
    said = Comment.objects.select_related("author").order_by("created_at")
    comments = said.filter(parent=None).prefetch_related(
        Prefetch("replies", queryset=said, to_attr="all_replies")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", queryset=comments, to_attr="all_comments"))
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
                        for reply in comment.all_replies
                    ],
                }
                for comment in post.all_comments
            ],
        }
        for post in posts[:limit]
    ]
