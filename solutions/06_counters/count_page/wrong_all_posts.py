"""annotate() over all posts of the site, with LIMIT last: it counts for every post there is.

Queries and rows look perfect. But the database joins and groups all comments of the site, because
it sorts by something that it does not group by.

Breaks: work
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
