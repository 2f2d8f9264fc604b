"""RIGHT: one ORM query; nested ArraySubquery and JSONObject give each post its comments."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from arena.discuss.models import Comment, Post


def thread(limit=10):
    replies = (
        Comment.objects.filter(parent=OuterRef("pk"))
        .order_by("created_at", "pk")
        .values(data=JSONObject(author="author__username", body="body"))
    )
    comments = (
        Comment.objects.filter(post=OuterRef("pk"), parent=None)
        .order_by("created_at", "pk")
        .values(
            data=JSONObject(
                author="author__username", body="body", replies=ArraySubquery(replies)
            )
        )
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values("title", shown=ArraySubquery(comments))
    )
    return [
        {
            "title": post["title"],
            "comments": [
                {
                    "author": comment["author"],
                    "body": comment["body"],
                    "replies": [
                        {"author": reply["author"], "body": reply["body"]}
                        for reply in comment["replies"]
                    ],
                }
                for comment in post["shown"]
            ],
        }
        for post in posts[:limit]
    ]
