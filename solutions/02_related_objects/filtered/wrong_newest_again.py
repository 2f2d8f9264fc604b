"""The second query looks for the newest posts again, and may find others.

If a post is published before that query, the last post on the page loses its comments.

Breaks: comments
Fails: between
"""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")[:limit]
    titles = list(posts.values_list("pk", "title"))
    waiting = Comment.objects.filter(is_approved=False, post__in=posts)
    comments = defaultdict(list)
    for post, author, body in waiting.order_by("-created_at", "-pk").values_list(
        "post", "author__username", "body"
    ):
        comments[post].append({"author": author, "body": body})
    return [
        {"title": title, "waiting": len(comments[pk]), "comments": comments[pk]}
        for pk, title in titles
    ]
