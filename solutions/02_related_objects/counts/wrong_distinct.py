"""distinct=True mends the numbers and not the joins: 300 comments meet 100 likes in 30,000 rows.

The database builds them all, sorts them, and counts what is different. Queries and rows fetched
look perfect.

Fails: work
"""

from django.db.models import Count, Q

from arena.discuss.models import Post


def totals(limit=50):
    approved = Q(comments__is_approved=True)
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            number_of_comments=Count("comments", filter=approved, distinct=True),
            number_of_likes=Count("likes", distinct=True),
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {"title": post.title, "comments": post.number_of_comments, "likes": post.number_of_likes}
        for post in posts[:limit]
    ]
