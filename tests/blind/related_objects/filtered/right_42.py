"""Two flat queries of tuples, for the posts and for what waits on them, put together in Python."""

from arena.discuss.models import Comment, Post


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = dict(posts.values_list("pk", "title")[:limit])
    waiting = {pk: [] for pk in titles}
    comments = Comment.objects.filter(post__in=list(titles), is_approved=False)
    for post, author, body in comments.order_by("-created_at", "-pk").values_list(
        "post_id", "author__username", "body"
    ):
        waiting[post].append({"author": author, "body": body})
    return [
        {"title": title, "waiting": len(waiting[pk]), "comments": waiting[pk]}
        for pk, title in titles.items()
    ]
