"""WRONG (limit: fetched): prefetches every approved comment of the page and counts in Python."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def page(since, limit=100):
    approved = Comment.objects.filter(is_approved=True).only("post_id", "created_at")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", queryset=approved, to_attr="approved"))
    )
    return [
        {
            "title": post.title,
            "comments": len(post.approved),
            "new": sum(comment.created_at >= since for comment in post.approved),
        }
        for post in posts[:limit]
    ]
