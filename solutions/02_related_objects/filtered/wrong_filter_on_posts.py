"""A condition on the comments selects posts. It does not filter the prefetch.

Approved comments are shown, and posts on which nothing waits are missing.

Breaks: comments
Fails: answer
"""

from arena.discuss.models import Post


def queue(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False, comments__is_approved=False)
        .distinct()
        .prefetch_related("comments__author")
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "waiting": post.comments.count(),
            "comments": [
                {"author": c.author.username, "body": c.body} for c in post.comments.all()
            ],
        }
        for post in posts[:limit]
    ]
