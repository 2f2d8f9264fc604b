"""rows

A post counts as published once its moment has come. It shows with a post whose published_at is in
the future: it was in the archive before, and is not any more.
"""

from django.utils import timezone

from arena.discuss.models import Post


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    published = Post.objects.filter(published_at__lte=timezone.now()).order_by("-published_at", "-pk")
    posts = published.values_list("pk", "title", "author_id", named=True)
    return [{"link": link(post), "title": post.title, "author": post.author_id} for post in posts]
