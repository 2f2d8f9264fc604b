"""WRONG (rule: comments): the newest by id, not by created_at, which differ when comments were imported."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    newest = (
        Comment.objects.filter(is_approved=True)
        .select_related("author")
        .order_by("-pk")[:3]
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .only("title")
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", queryset=newest, to_attr="newest"))
    )
    return [
        {
            "title": post.title,
            "comments": [
                {"author": comment.author.username, "body": comment.body}
                for comment in post.newest
            ],
        }
        for post in posts[:limit]
    ]
