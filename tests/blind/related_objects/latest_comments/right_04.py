"""RIGHT: ArraySubquery of JSONObject in the query for the posts; no second query."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    newest = (
        Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
        .order_by("-created_at", "-pk")
        .values(told=JSONObject(author="author__username", body="body"))[:3]
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .annotate(said=ArraySubquery(newest))
        .values_list("title", "said")
    )
    return [
        {
            "title": title,
            "comments": [{"author": told["author"], "body": told["body"]} for told in said],
        }
        for title, said in posts[:limit]
    ]
