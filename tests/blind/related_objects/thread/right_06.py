"""RIGHT: two queries; one fetches comments and replies together, and defaultdicts part them."""

from collections import defaultdict

from django.db.models import Q

from arena.discuss.models import Comment, Post


def thread(limit=10):
    titles = dict(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    shown = Q(parent=None, post__in=list(titles)) | Q(
        parent__parent=None, parent__post__in=list(titles)
    )
    comments_of, replies_of = defaultdict(list), defaultdict(list)
    for pk, post_id, parent_id, author, body in (
        Comment.objects.filter(shown)
        .order_by("created_at", "pk")
        .values_list("pk", "post_id", "parent_id", "author__username", "body")
    ):
        if parent_id is None:
            comments_of[post_id].append((pk, author, body))
        else:
            replies_of[parent_id].append({"author": author, "body": body})
    return [
        {
            "title": title,
            "comments": [
                {"author": author, "body": body, "replies": replies_of[pk]}
                for pk, author, body in comments_of[post_id]
            ],
        }
        for post_id, title in titles.items()
    ]
