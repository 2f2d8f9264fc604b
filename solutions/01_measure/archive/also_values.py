"""Only the two columns that the text needs, without a model instance."""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.order_by("-pk").values_list("title", "author__username")
    return [f"{title}, by {username}" for title, username in posts]
