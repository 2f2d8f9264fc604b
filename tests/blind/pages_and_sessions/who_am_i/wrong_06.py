"""WRONG (rule: age): a list that is seen in its last minute gets five minutes more, so that not all ask at once: on a busy site it never ends."""

import time

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post

KEY = "who_am_i:newest"
SECONDS = 10 * 60


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def kept_newest():
    kept = cache.get(KEY)
    if kept is None:
        posts = newest()
        cache.set(KEY, (time.time() + SECONDS, posts), SECONDS)
        return posts
    ends_at, posts = kept
    if ends_at - time.time() < 60:
        cache.set(KEY, (time.time() + 5 * 60, posts), 5 * 60)
    return posts


def home(request):
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, kept_newest()))
