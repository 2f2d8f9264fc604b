"""A sliced Prefetch: Django numbers the comments of each post with a window and fetches three."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    newest = (
        Comment.objects.filter(is_approved=True)
        .select_related("author")
        .only("post", "body", "author__username")
        .order_by("-created_at", "-pk")[:3]
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .only("title")
        .prefetch_related(Prefetch("comments", queryset=newest, to_attr="newest"))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "comments": [{"author": c.author.username, "body": c.body} for c in post.newest],
        }
        for post in posts[:limit]
    ]
