"""comments: those of people whose account is closed are left out, so not all are there.

The prefetch asks for active authors only. It shows with an unapproved comment whose author has
is_active=False: the starter lists and counts it.
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    unapproved = (
        Comment.objects.filter(is_approved=False, author__is_active=True)
        .select_related("author")
        .order_by("-created_at", "-pk")
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
