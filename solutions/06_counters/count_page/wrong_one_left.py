"""One number comes with the posts; the other one is still a query for each of them.

Breaks: queries
Fails: queries
"""

from django.db.models import Count, Q

from arena.discuss.models import Post


def page(since, limit=100):
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = (
        Post.objects.filter(pk__in=newest.values("pk")[:limit])
        .annotate(number=Count("comments", filter=Q(comments__is_approved=True)))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "comments": post.number,
            "new": post.comments.filter(is_approved=True, created_at__gte=since).count(),
        }
        for post in posts
    ]
