"""rows

The rows are kept until a signal says that a post was saved or deleted. It shows after an update(), a
bulk_create() or a change by another process, none of which send that signal here.
"""

from functools import cache

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from arena.discuss.models import Post


def link(post):
    return f"/posts/{post.pk}/"


@cache
def lines():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = published.values_list("pk", "title", "author_id", named=True)
    return [(link(post), post.title, post.author_id) for post in posts]


@receiver([post_save, post_delete], sender=Post)
def forget(**kwargs):
    lines.cache_clear()


def archive():
    return [{"link": url, "title": title, "author": author} for url, title, author in lines()]
