# Wrong: ordered by published_at, not by pk: another order when posts weren't published as they were made.
from arena.discuss.models import Post


def archive():
    posts = Post.objects.select_related("author").order_by("-published_at", "-pk")
    return [f"{post.title}, by {post.author.username}" for post in posts]
