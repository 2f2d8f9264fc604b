"""Everything is prefetched, and filter() and order_by() in the loop do not use it.

They make a new query each time, so the page pays for the prefetch and for all its old queries.

Breaks: queries
Fails: comments
"""

from arena.discuss.models import Post


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
                        for reply in comment.replies.order_by("created_at", "pk")
                    ],
                }
                for comment in post.comments.filter(parent=None).order_by("created_at", "pk")
            ],
        }
        for post in posts[:limit]
    ]
