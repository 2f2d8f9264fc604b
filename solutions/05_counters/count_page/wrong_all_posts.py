"""annotate() over all posts of the site, and the LIMIT comes last: all is counted for a page.

Queries and rows look perfect. The database joins and groups all comments that there are, because it
sorts by something that is not what it groups by.

Fails: work
"""

from django.db.models import Count, Q

from arena.discuss.models import Post


def page(since, limit=100):
    approved = Q(comments__is_approved=True)
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            number=Count("comments", filter=approved),
            new=Count("comments", filter=approved & Q(comments__created_at__gte=since)),
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {"title": post.title, "comments": post.number, "new": post.new} for post in posts[:limit]
    ]
