"""select_related() joins the authors to the posts."""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.select_related("author").order_by("-pk")
    return [f"{post.title}, by {post.author.username}" for post in posts]
