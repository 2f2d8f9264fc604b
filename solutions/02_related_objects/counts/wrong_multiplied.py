"""Two counts over two joins: each comment meets each like, and both numbers are the product.

Breaks: counts
Fails: answer
"""

from django.db.models import Count, Q

from arena.discuss.models import Post


def totals(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            number_of_comments=Count("comments", filter=Q(comments__is_approved=True)),
            number_of_likes=Count("likes"),
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {"title": post.title, "comments": post.number_of_comments, "likes": post.number_of_likes}
        for post in posts[:limit]
    ]
