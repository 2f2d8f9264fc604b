"""The window function written out: number the comments of each post, keep 1 to 3."""

from collections import defaultdict

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    posts = list(
        Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")[:limit]
    )
    place = Window(RowNumber(), partition_by=F("post"), order_by=[F("created_at").desc(), "-pk"])
    newest = (
        Comment.objects.filter(is_approved=True, post__in=posts)
        .annotate(place=place)
        .filter(place__lte=3)
        .order_by("place")
    )
    comments = defaultdict(list)
    for post, author, body in newest.values_list("post_id", "author__username", "body"):
        comments[post].append({"author": author, "body": body})
    return [{"title": post.title, "comments": comments[post.pk]} for post in posts]
