"""Posts of inactive people are left out.

Breaks: rows
Fails: answer
"""

from arena.discuss.models import Post


def archive():
    posts = Post.objects.filter(author__is_active=True).order_by("-pk")
    return [f"{post.title}, by {post.author.username}" for post in posts.select_related("author")]
