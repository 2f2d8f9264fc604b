"""RIGHT: two queries with values_list(), put together in a dictionary of lists by post key."""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def queue(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    comments = defaultdict(list)
    waiting = (
        Comment.objects.filter(post__in=[pk for pk, _ in posts], is_approved=False)
        .order_by("-created_at", "-pk")
        .values_list("post_id", "author__username", "body")
    )
    for pk, author, body in waiting:
        comments[pk].append({"author": author, "body": body})
    return [
        {"title": title, "waiting": len(comments[pk]), "comments": comments[pk]}
        for pk, title in posts
    ]
