"""Everything is prefetched, and the filter in the loop throws it away.

Only .all() is answered from what was prefetched; filter() and order_by() ask the database again.
So this fetches all comments first, and then the three of each post, post by post.

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
