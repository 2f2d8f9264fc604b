"""One query of the ORM: each post brings its three comments as an array of JSON objects."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    newest = (
        Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
        .order_by("-created_at", "-pk")
        .values(said=JSONObject(author="author__username", body="body"))[:3]
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(newest=ArraySubquery(newest))
        .order_by("-published_at", "-pk")
        .values_list("title", "newest")
    )
    return [
        {
            "title": title,
            "comments": [{"author": said["author"], "body": said["body"]} for said in newest],
        }
        for title, newest in posts[:limit]
    ]
