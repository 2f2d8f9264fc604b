"""The slice is in the Prefetch, and there is no to_attr.

Django stores a sliced Prefetch in a list, which needs a name of its own. Without to_attr it tries
to filter the sliced queryset again, and raises an error.

Breaks: rows
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
