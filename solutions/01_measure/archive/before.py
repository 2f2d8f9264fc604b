"""The archive is slow: it sends a query for each post.

Make archive() send one query. Edit the line below TODO, then save this file.

Rules:
- rows: the same texts in the same order.

Allowed:
- queries: 1, however many posts.
"""

from arena.discuss.models import Post


def archive():
    # TODO: select_related() fetches related rows in the same query.
    posts = Post.objects.order_by("-pk")
    return [f"{post.title}, by {post.author.username}" for post in posts]
