"""The author comes with the post, in the same query."""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.order_by("-pk").select_related("author")
    return [f"{post.title}, by {post.author.username}" for post in posts]
