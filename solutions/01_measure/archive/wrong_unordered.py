"""Without order_by() the database may return the posts in any order.

Breaks: rows
Fails: answer
"""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.select_related("author")
    return [f"{post.title}, by {post.author.username}" for post in posts]
