"""The comments are counted with the posts, and each post still sends a query for its likes.

Breaks: queries
Fails: queries
"""

from django.db.models import Count, Q

from arena.discuss.models import Post


def totals(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(number=Count("comments", filter=Q(comments__is_approved=True)))
        .order_by("-published_at", "-pk")
    )
    return [
        {"title": post.title, "comments": post.number, "likes": post.likes.count()}
        for post in posts[:limit]
    ]
