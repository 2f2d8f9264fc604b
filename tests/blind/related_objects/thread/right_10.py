"""RIGHT: two queries; replies come as two parallel arrays (ArrayAgg) of their comment's row."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from arena.discuss.models import Comment, Post


def _of_replies(name):
    return ArrayAgg(
        f"replies__{name}",
        filter=Q(replies__isnull=False),
        order_by=("replies__created_at", "replies__pk"),
    )


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = {
        pk: {"title": title, "comments": []} for pk, title in posts.values_list("pk", "title")[:limit]
    }
    comments = (
        Comment.objects.filter(post__in=list(rows), parent=None)
        .annotate(reply_authors=_of_replies("author__username"), reply_bodies=_of_replies("body"))
        .order_by("created_at", "pk")
        .values_list("post_id", "author__username", "body", "reply_authors", "reply_bodies")
    )
    for post_id, author, body, reply_authors, reply_bodies in comments:
        replies = [
            {"author": reply_author, "body": reply_body}
            for reply_author, reply_body in zip(
                reply_authors or [], reply_bodies or [], strict=True
            )
        ]
        rows[post_id]["comments"].append({"author": author, "body": body, "replies": replies})
    return list(rows.values())
