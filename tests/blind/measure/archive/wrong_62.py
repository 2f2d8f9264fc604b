"""queries: prefetch_related() fetches all authors, but with a second query.

As soon as there is one post, two queries are sent instead of one.
"""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.prefetch_related("author").order_by("-pk")
    return [f"{post.title}, by {post.author.username}" for post in posts]
