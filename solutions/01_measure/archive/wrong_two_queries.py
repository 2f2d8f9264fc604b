"""prefetch_related() fetches the authors in a second query.

Breaks: queries
Fails: queries
"""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.order_by("-pk").prefetch_related("author")
    return [f"{post.title}, by {post.author.username}" for post in posts]
