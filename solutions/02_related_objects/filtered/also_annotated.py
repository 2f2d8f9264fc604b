"""The database counts, in the query that fetches the comments.

In the query for the posts it could count a comment that the next query does not find any more.
"""

from django.db.models import Count, F, Prefetch, Window

from arena.discuss.models import Comment, Post


def queue(limit=50):
    comments = Comment.objects.filter(is_approved=False).order_by("-created_at", "-pk")
    comments = comments.annotate(number=Window(Count("pk"), partition_by=F("post")))
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(
            Prefetch("comments", queryset=comments.select_related("author"), to_attr="waiting")
        )
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "waiting": post.waiting[0].number if post.waiting else 0,
            "comments": [{"author": c.author.username, "body": c.body} for c in post.waiting],
        }
        for post in posts[:limit]
    ]
