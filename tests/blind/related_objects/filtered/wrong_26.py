"""WRONG (limit: fetched): the waiting comments of posts beyond the limit and of drafts are fetched too."""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def queue(limit=50):
    by_post = defaultdict(list)
    comments = (
        Comment.objects.filter(is_approved=False)
        .order_by("-created_at", "-pk")
        .values_list("post_id", "author__username", "body")
    )
    for post, author, body in comments.iterator():
        by_post[post].append({"author": author, "body": body})
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return [
        {"title": title, "waiting": len(by_post[pk]), "comments": by_post[pk]}
        for pk, title in posts.values_list("pk", "title")[:limit]
    ]
