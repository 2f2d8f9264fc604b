"""WRONG (rule: comments): the window ranks by created_at alone; when the third and the fourth are of
the same moment, the lower id may be the one that is shown.
"""

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = dict(posts.values_list("pk", "title")[:limit])
    said = {pk: [] for pk in titles}
    place = Window(RowNumber(), partition_by=F("post_id"), order_by=F("created_at").desc())
    comments = (
        Comment.objects.filter(post__in=list(titles), is_approved=True)
        .annotate(place=place)
        .filter(place__lte=3)
        .order_by("-created_at", "-pk")
        .values_list("post_id", "author__username", "body")
    )
    for post_id, author, body in comments:
        said[post_id].append({"author": author, "body": body})
    return [{"title": title, "comments": said[pk]} for pk, title in titles.items()]
