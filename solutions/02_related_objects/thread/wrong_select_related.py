"""select_related() cannot follow a relation to many objects: one row has no room for a list.

Django rejects the name "comments" and lists the relations that it can join.

Breaks: rows
Fails: answer
"""

from arena.discuss.models import Post


def thread(limit=10):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .select_related("comments__author", "comments__replies__author")
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
