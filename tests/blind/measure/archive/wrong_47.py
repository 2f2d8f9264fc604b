"""rows: another order.

Newest first by published_at, drafts by key among each other: it is the order of the keys as long as
posts are published in the order in which they were written, and not when an old draft is published."""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.select_related("author").order_by("-published_at", "-pk")
    return [f"{post.title}, by {post.author.username}" for post in posts]
