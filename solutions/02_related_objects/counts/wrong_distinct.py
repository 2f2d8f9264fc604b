"""distinct=True fixes the numbers and not the joins: 300 x 100 is 30,000 rows.

The database builds them all, sorts them, and counts the different ones. Queries and fetched rows
look perfect.

Breaks: work
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
