"""WRONG (allowed: fetched): the comments of all published posts are fetched, also when only `limit` posts are shown."""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    said = (
        Comment.objects.filter(post__in=posts.order_by())
        .order_by("created_at", "pk")
        .values_list("pk", "parent_id", "post_id", "author__username", "body")
    )
    comments, replies = defaultdict(list), defaultdict(list)
    for pk, parent, post, author, body in said:
        if parent is None:
            comments[post].append({"author": author, "body": body, "replies": replies[pk]})
        else:
            replies[parent].append({"author": author, "body": body})
    return [
        {"title": title, "comments": comments[pk]}
        for pk, title in posts.values_list("pk", "title")[:limit]
    ]
