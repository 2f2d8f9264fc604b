"""WRONG (allowed: fetched): prefetches all approved comments, thousands for some posts, and takes three in Python."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    approved = (
        Comment.objects.filter(is_approved=True)
        .select_related("author")
        .order_by("-created_at", "-pk")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", queryset=approved))
    )
    rows = []
    for post in posts[:limit]:
        said = [
            {"author": comment.author.username, "body": comment.body}
            for comment in post.comments.all()[:3]
        ]
        rows.append({"title": post.title, "comments": said})
    return rows
