"""WRONG (rule: comments): the prefetch is sliced; of a post on which more than 100 comments wait, the
oldest are not listed, though they are counted.
"""

from django.db.models import Count, Prefetch, Q

from arena.discuss.models import Comment, Post


def queue(limit=50):
    waiting = (
        Comment.objects.filter(is_approved=False)
        .select_related("author")
        .order_by("-created_at", "-pk")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(waiting=Count("comments", filter=Q(comments__is_approved=False)))
        .order_by("-published_at", "-pk")
        # Nobody works through more than this at a time.
        .prefetch_related(Prefetch("comments", queryset=waiting[:100], to_attr="told"))
    )
    return [
        {
            "title": post.title,
            "waiting": post.waiting,
            "comments": [{"author": c.author.username, "body": c.body} for c in post.told],
        }
        for post in posts[:limit]
    ]
