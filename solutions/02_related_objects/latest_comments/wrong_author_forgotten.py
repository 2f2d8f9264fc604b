"""The comments of all posts come in one query. Their authors come one by one.

Breaks: queries
Fails: queries
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    newest = Comment.objects.filter(is_approved=True).order_by("-created_at", "-pk")[:3]
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", newest, to_attr="newest"))
    )
    return [
        {
            "title": post.title,
            "comments": [
                {"author": comment.author.username, "body": comment.body} for comment in post.newest
            ],
        }
        for post in posts[:limit]
    ]
