"""Each call fills the same list, also the one that an earlier caller has.

Breaks: rows
Fails: answer
"""

from arena.discuss.models import Post

lines = []


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = published.values_list("pk", "title", "author_id", named=True)
    lines[:] = [
        {"link": link(post), "title": post.title, "author": post.author_id} for post in posts
    ]
    return lines
