"""The prefetch has the right filter, and then filter() in the loop does not use it.

filter(), order_by() and values() make a new queryset, which goes back to the database.

Breaks: queries
Fails: queries
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    waiting = Comment.objects.filter(is_approved=False).select_related("author")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("comments", queryset=waiting))
        .order_by("-published_at", "-pk")
    )
    rows = []
    for post in posts[:limit]:
        comments = post.comments.filter(is_approved=False).select_related("author")
        comments = list(comments.order_by("-created_at", "-pk"))
        rows.append(
            {
                "title": post.title,
                "waiting": len(comments),
                "comments": [{"author": c.author.username, "body": c.body} for c in comments],
            }
        )
    return rows
