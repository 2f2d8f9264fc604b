"""iterator() keeps memory low; it fetches the same columns and makes the same objects.

Breaks: objects
Fails: work
"""

from arena.discuss.models import Post


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return [
        {"link": link(post), "title": post.title, "author": post.author_id}
        for post in posts.iterator(chunk_size=500)
    ]
