"""values_list() joins for the name, and instances are built from the two values without a query."""

from arena.accounts.models import User
from arena.discuss.models import Post


def archive():
    posts = (
        Post(title=title, author=User(username=username))
        for title, username in Post.objects.order_by("-pk").values_list("title", "author__username")
    )
    return [f"{post.title}, by {post.author.username}" for post in posts]
