"""One query counts, and the next one fetches the comments.

If a comment is written between the two, the number is not that of the comments.

Breaks: waiting
Fails: between
"""

from django.db.models import Count, Prefetch, Q

from arena.discuss.models import Comment, Post


def queue(limit=50):
    comments = Comment.objects.filter(is_approved=False).order_by("-created_at", "-pk")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(number=Count("comments", filter=Q(comments__is_approved=False)))
        .prefetch_related(
            Prefetch("comments", queryset=comments.select_related("author"), to_attr="waiting")
        )
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
