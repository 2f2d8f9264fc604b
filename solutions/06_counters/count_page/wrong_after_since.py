"""gt in place of gte: a comment that was written exactly at `since` is missing.

Breaks: new
Fails: answer
"""

from django.db.models import Count, Q

from arena.discuss.models import Post


def page(since, limit=100):
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    approved = Q(comments__is_approved=True)
    posts = (
        Post.objects.filter(pk__in=newest.values("pk")[:limit])
        .annotate(
            number=Count("comments", filter=approved),
            new=Count("comments", filter=approved & Q(comments__created_at__gt=since)),
        )
        .order_by("-published_at", "-pk")
    )
    return [{"title": post.title, "comments": post.number, "new": post.new} for post in posts]
