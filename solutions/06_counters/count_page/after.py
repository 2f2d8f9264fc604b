"""Choose the posts of the page first, then count over one join, with a filter for each number."""

from django.db.models import Count, Q

from arena.discuss.models import Post


def page(since, limit=100):
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    approved = Q(comments__is_approved=True)
    posts = (
        Post.objects.filter(pk__in=newest.values("pk")[:limit])
        .annotate(
            number=Count("comments", filter=approved),
            new=Count("comments", filter=approved & Q(comments__created_at__gte=since)),
        )
        .order_by("-published_at", "-pk")
    )
    return [{"title": post.title, "comments": post.number, "new": post.new} for post in posts]
