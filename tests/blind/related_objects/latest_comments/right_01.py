"""RIGHT: a sliced Prefetch with to_attr, which Django turns into ROW_NUMBER(); two queries."""

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
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", queryset=newest, to_attr="newest_comments"))
    )
    return [
        {
            "title": post.title,
            "comments": [
                {"author": comment.author.username, "body": comment.body}
                for comment in post.newest_comments
            ],
        }
        for post in posts[:limit]
    ]
