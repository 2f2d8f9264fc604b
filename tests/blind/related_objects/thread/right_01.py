"""RIGHT: nested Prefetch objects with select_related() and to_attr; three queries."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def thread(limit=10):
    told = Comment.objects.select_related("author").order_by("created_at", "pk")
    replies = Prefetch(
        "replies",
        queryset=told.only("parent", "body", "author__username"),
        to_attr="shown_replies",
    )
    comments = Prefetch(
        "comments",
        queryset=told.filter(parent=None)
        .only("post", "body", "author__username")
        .prefetch_related(replies),
        to_attr="shown_comments",
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .only("title")
        .prefetch_related(comments)
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
                        for reply in comment.shown_replies
                    ],
                }
                for comment in post.shown_comments
            ],
        }
        for post in posts[:limit]
    ]
