"""RIGHT: three sorted queries that groupby() cuts up, and generators that put them together."""

from itertools import groupby
from operator import itemgetter

from arena.discuss.models import Comment, Post


def _grouped(queryset, key, *others):
    """Return the rows of the queryset, oldest first, as lists by the first column."""
    sorted_rows = queryset.order_by(key, "created_at", "pk").values_list(key, *others)
    return {value: list(rows) for value, rows in groupby(sorted_rows, key=itemgetter(0))}


def _tell_replies(rows):
    for _, author, body in rows:
        yield {"author": author, "body": body}


def _tell_comments(rows, replies):
    for _, pk, author, body in rows:
        yield {
            "author": author,
            "body": body,
            "replies": list(_tell_replies(replies.get(pk, ()))),
        }


def thread(limit=10):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    comments = _grouped(
        Comment.objects.filter(parent=None, post__in=[pk for pk, _ in posts]),
        "post_id",
        "pk",
        "author__username",
        "body",
    )
    replies = _grouped(
        Comment.objects.filter(parent__in=[pk for rows in comments.values() for _, pk, *_ in rows]),
        "parent_id",
        "author__username",
        "body",
    )
    return [
        {"title": title, "comments": list(_tell_comments(comments.get(pk, ()), replies))}
        for pk, title in posts
    ]
