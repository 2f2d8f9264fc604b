"""WRONG (limit: queries): a query for every ten posts; with more than seventy posts there are more
than eight queries, and ever more.
"""

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from arena.discuss.models import Comment, Post

BATCH = 10


def _newest(ids):
    place = Window(
        RowNumber(),
        partition_by=F("post_id"),
        order_by=[F("created_at").desc(), F("pk").desc()],
    )
    return (
        Comment.objects.filter(post__in=ids, is_approved=True)
        .annotate(place=place)
        .filter(place__lte=3)
        .order_by("post_id", "place")
        .values_list("post_id", "author__username", "body")
    )


def latest_comments(limit=20):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    said = {pk: [] for pk, _ in posts}
    for start in range(0, len(posts), BATCH):
        ids = [pk for pk, _ in posts[start : start + BATCH]]
        for post_id, author, body in _newest(ids):
            said[post_id].append({"author": author, "body": body})
    return [{"title": title, "comments": said[pk]} for pk, title in posts]
