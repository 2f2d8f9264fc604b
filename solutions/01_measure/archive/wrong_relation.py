"""The editor comes with each post, and the page shows the author.

Breaks: queries
Fails: queries
"""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.order_by("-pk").select_related("editor")
    return [f"{post.title}, by {post.author.username}" for post in posts]
