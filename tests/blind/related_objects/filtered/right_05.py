"""RIGHT: one query of the ORM; ArraySubquery of JSONObject brings the comments of each post."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from arena.discuss.models import Comment, Post


def queue(limit=50):
    held = (
        Comment.objects.filter(post=OuterRef("pk"), is_approved=False)
        .order_by("-created_at", "-pk")
        .values(told=JSONObject(author="author__username", body="body"))
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .annotate(held=ArraySubquery(held))
        .values_list("title", "held")
    )
    return [
        {
            "title": title,
            "waiting": len(comments),
            "comments": [{"author": c["author"], "body": c["body"]} for c in comments],
        }
        for title, comments in posts[:limit]
    ]
