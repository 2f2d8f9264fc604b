"""The list holds what waits, and the number counts all comments of the post.

Breaks: waiting
Fails: answer
"""

from django.db.models import Count, Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    waiting = (
        Comment.objects.filter(is_approved=False)
        .select_related("author")
        .order_by("-created_at", "-pk")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("comments", queryset=waiting, to_attr="waiting"))
        .annotate(number=Count("comments"))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "waiting": post.number,
            "comments": [{"author": c.author.username, "body": c.body} for c in post.waiting],
        }
        for post in posts[:limit]
    ]
