"""WRONG (allowed: work): Count(distinct=True) over two joins is right, but makes comments times likes rows for each post, of all posts."""

from django.db.models import Count, Q

from arena.discuss.models import Post


def totals(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            n_comments=Count("comments", filter=Q(comments__is_approved=True), distinct=True),
            n_likes=Count("likes", distinct=True),
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {"title": post.title, "comments": post.n_comments, "likes": post.n_likes}
        for post in posts[:limit]
    ]
