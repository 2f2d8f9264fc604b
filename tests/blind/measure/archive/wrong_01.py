# Wrong: prefetch_related() sends two queries, not one.
from arena.discuss.models import Post


def archive():
    posts = Post.objects.order_by("-pk").prefetch_related("author")
    return [f"{post.title}, by {post.author.username}" for post in posts]
