"""The prefetch names relations only. Python finds the replies and sorts everything.

Each reply is fetched twice: as a comment of its post and as a reply to its comment.
"""

from arena.discuss.models import Post


def oldest_first(comments):
    return sorted(comments, key=lambda comment: (comment.created_at, comment.pk))


def thread(limit=10):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related("comments__author", "comments__replies__author")
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
                        for reply in oldest_first(comment.replies.all())
                    ],
                }
                for comment in oldest_first(post.comments.all())
                if comment.parent_id is None
            ],
        }
        for post in posts[:limit]
    ]
