"""What a prefetch does, by hand and without model instances: posts, then comments by post."""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = dict(posts.values_list("pk", "title")[:limit])
    waiting = Comment.objects.filter(is_approved=False, post__in=titles)
    comments = defaultdict(list)
    for post, author, body in waiting.order_by("-created_at", "-pk").values_list(
        "post", "author__username", "body"
    ):
        comments[post].append({"author": author, "body": body})
    return [
        {"title": title, "waiting": len(comments[post]), "comments": comments[post]}
        for post, title in titles.items()
    ]
