"""Two queries, and the second fetches every comment of the posts to show three of each.

Python cuts the list, so the database sends all of it. One post with thousands of comments makes the
page slower than a query for each post did.

Breaks: fetched
Fails: rows
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    newest = (
        Comment.objects.filter(is_approved=True)
        .select_related("author")
        .order_by("-created_at", "-pk")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", newest))
    )
    return [
        {
            "title": post.title,
            "comments": [
                {"author": comment.author.username, "body": comment.body}
                for comment in post.comments.all()[:3]
            ],
        }
        for post in posts[:limit]
    ]
