"""The key of each comment is looked up among the newest three of its post.

It is right, and one query. But the database sorts the comments of a post again for every comment of
that post: 300 comments are sorted 300 times.

Breaks: work
Fails: work
"""

from django.db.models import OuterRef, Prefetch, Subquery

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    approved = Comment.objects.filter(is_approved=True).order_by("-created_at", "-pk")
    of_the_same_post = approved.filter(post=OuterRef("post"))
    newest = approved.filter(pk__in=Subquery(of_the_same_post.values("pk")[:3]))
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", newest.select_related("author"), to_attr="newest"))
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
