"""Everything is prefetched, and filter() in the loop does not use it.

A new filter or order makes a new query. The page fetches all comments, and then three for each
post, post by post.

Breaks: queries
Fails: queries
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    said = Comment.objects.select_related("author").order_by("-created_at", "-pk")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", said))
    )
    return [
        {
            "title": post.title,
            "comments": [
                {"author": comment.author.username, "body": comment.body}
                for comment in post.comments.filter(is_approved=True).order_by(
                    "-created_at", "-pk"
                )[:3]
            ],
        }
        for post in posts[:limit]
    ]
