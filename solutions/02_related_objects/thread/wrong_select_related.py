"""select_related() cannot follow a relation to many objects: a join has no room for a list.

Django refuses the name "comments", and offers only the relations of which a post has one.

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
