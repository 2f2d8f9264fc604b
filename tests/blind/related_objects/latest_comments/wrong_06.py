"""WRONG (limit: fetched): the posts come with all columns, their bodies too, which are not shown; long
bodies take more than the memory that is allowed.
"""

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
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", queryset=newest, to_attr="newest_comments"))
    )
    rows = []
    for post in posts[:limit]:
        said = [
            {"author": comment.author.username, "body": comment.body}
            for comment in post.newest_comments
        ]
        rows.append({"title": post.title, "comments": said})
    return rows
