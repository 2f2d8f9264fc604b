"""PostgreSQL builds the links, and values() returns the dictionaries as they are shown."""

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from arena.discuss.models import Post

PREFIX, SUFFIX = "/posts/", "/"


def link(post):
    return f"{PREFIX}{post.pk}{SUFFIX}"


def archive():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    url = Concat(Value(PREFIX), Cast("pk", CharField()), Value(SUFFIX))
    return list(published.annotate(link=url).values("link", "title", "author"))
