"""waiting: it is counted by one statement and the comments are read by the next one.

The posts' query counts, the prefetch lists. It shows when another client adds or approves a comment
between the two statements: then the number is not that of the comments.
"""

from django.db.models import Count, Prefetch, Q

from arena.discuss.models import Comment, Post


def queue(limit=50):
    unapproved = (
        Comment.objects.filter(is_approved=False)
        .select_related("author")
        .order_by("-created_at", "-pk")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(waiting=Count("comments", filter=Q(comments__is_approved=False)))
        .prefetch_related(Prefetch("comments", queryset=unapproved, to_attr="unapproved"))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "waiting": post.waiting,
            "comments": [{"author": c.author.username, "body": c.body} for c in post.unapproved],
        }
        for post in posts[:limit]
    ]
