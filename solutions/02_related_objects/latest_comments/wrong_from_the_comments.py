"""The posts are collected from their comments, so a post without comments is missing.

Breaks: fewer
Fails: answer
"""

from django.db.models import Window
from django.db.models.functions import RowNumber

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    place = Window(RowNumber(), partition_by="post", order_by=["-created_at", "-pk"])
    newest = (
        Comment.objects.filter(is_approved=True, post__in=posts.values("pk")[:limit])
        .annotate(place=place)
        .filter(place__lte=3)
        .select_related("author", "post")
        .order_by("-post__published_at", "-post__pk", "place")
    )
    rows = {}
    for comment in newest:
        row = rows.setdefault(comment.post_id, {"title": comment.post.title, "comments": []})
        row["comments"].append({"author": comment.author.username, "body": comment.body})
    return list(rows.values())
