"""Two posts with the same title and author become one.

Breaks: rows
Fails: answer
"""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.order_by("-pk").select_related("author")
    return list(dict.fromkeys(f"{post.title}, by {post.author.username}" for post in posts))
