"""WRONG (limit: fetched): comments are fetched of all posts as new as the last one shown; those of
posts published at the very same time, but cut off by the limit, are fetched and not shown.
"""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title", "published_at")[:limit]
    )
    if not posts:
        return []
    since = posts[-1][2]
    told = Comment.objects.order_by("created_at", "pk")
    replies_of = defaultdict(list)
    for parent_id, author, body in told.filter(
        parent__parent=None, parent__post__published_at__gte=since
    ).values_list("parent_id", "author__username", "body"):
        if parent_id is not None:
            replies_of[parent_id].append({"author": author, "body": body})
    comments_of = defaultdict(list)
    for pk, post_id, author, body in told.filter(
        parent=None, post__published_at__gte=since
    ).values_list("pk", "post_id", "author__username", "body"):
        comments_of[post_id].append({"author": author, "body": body, "replies": replies_of[pk]})
    return [{"title": title, "comments": comments_of[pk]} for pk, title, _ in posts]
