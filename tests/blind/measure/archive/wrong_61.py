"""queries: select_related() returns a new queryset, and this one is thrown away.

The loop runs over the old queryset, so each post still sends a query for its author; two posts show it.
"""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.order_by("-pk")
    posts.select_related("author")
    return [f"{post.title}, by {post.author.username}" for post in posts]
