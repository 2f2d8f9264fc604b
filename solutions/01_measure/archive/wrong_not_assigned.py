"""select_related() returns a new queryset, and the loop uses the old one.

Breaks: queries
Fails: queries
"""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.order_by("-pk")
    posts.select_related("author")
    return [f"{post.title}, by {post.author.username}" for post in posts]
