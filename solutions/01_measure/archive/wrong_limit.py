"""Only the 5,000 posts with the highest ids are shown.

Breaks: rows
Fails: queries
"""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.select_related("author").order_by("-pk")[:5_000]
    return [f"{post.title}, by {post.author.username}" for post in posts]
