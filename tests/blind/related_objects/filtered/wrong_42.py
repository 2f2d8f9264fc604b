"""comments: not all unapproved ones, only the newest hundred of each post.

The prefetch is sliced, so that a spammed post cannot blow up the page. It shows with a post on
which more than 100 comments wait: the others are missing, and waiting is 100.
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    unapproved = (
        Comment.objects.filter(is_approved=False)
        .select_related("author")
        .order_by("-created_at", "-pk")[:100]
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("comments", queryset=unapproved, to_attr="unapproved"))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "waiting": len(post.unapproved),
            "comments": [{"author": c.author.username, "body": c.body} for c in post.unapproved],
        }
        for post in posts[:limit]
    ]
