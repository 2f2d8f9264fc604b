"""The texts are fetched once, and stay what they were.

Breaks: rows
Fails: answer
"""

from functools import cache

from arena.discuss.models import Post


@cache
def archive():
    posts = Post.objects.order_by("-pk").select_related("author")
    return [f"{post.title}, by {post.author.username}" for post in posts]
