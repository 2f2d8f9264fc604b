"""The slice is in the Prefetch, and the comments have no place of their own.

A slice is prefetched into a list, which needs a name: to_attr. Without it Django tries to filter
the sliced queryset once more, and refuses.

Fails: answer
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    newest = (
        Comment.objects.filter(is_approved=True)
        .select_related("author")
        .order_by("-created_at", "-pk")[:3]
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", newest))
    )
    return [
        {
            "title": post.title,
            "comments": [
                {"author": comment.author.username, "body": comment.body}
                for comment in post.comments.all()
            ],
        }
        for post in posts[:limit]
    ]
