"""WRONG (limit: queries): iterator() prefetches for 25 posts at a time, two queries each; five queries
for 50 posts, but seven for 75.
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    waiting = (
        Comment.objects.filter(is_approved=False)
        .order_by("-created_at", "-pk")
        .prefetch_related("author")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", queryset=waiting, to_attr="waiting"))
    )
    # A few posts at a time, so that long discussions are not all in memory.
    return [
        {
            "title": post.title,
            "waiting": len(post.waiting),
            "comments": [{"author": c.author.username, "body": c.body} for c in post.waiting],
        }
        for post in posts[:limit].iterator(chunk_size=25)
    ]
