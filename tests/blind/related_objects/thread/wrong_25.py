"""WRONG (rule: rows): groups by author and body, so equal comments of one person, one after the other, become one."""

from itertools import groupby
from operator import itemgetter

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    found = (
        Comment.objects.filter(post__in=[pk for pk, _ in posts], parent=None)
        .order_by("post", "created_at", "pk", "replies__created_at", "replies__pk")
        .values_list(
            "post_id",
            "author__username",
            "body",
            "replies__pk",
            "replies__author__username",
            "replies__body",
        )
    )
    comments = {}
    for (post, author, body), group in groupby(found, key=itemgetter(0, 1, 2)):
        replies = [
            {"author": row[4], "body": row[5]} for row in group if row[3] is not None
        ]
        comments.setdefault(post, []).append(
            {"author": author, "body": body, "replies": replies}
        )
    return [{"title": title, "comments": comments.get(pk, [])} for pk, title in posts]
