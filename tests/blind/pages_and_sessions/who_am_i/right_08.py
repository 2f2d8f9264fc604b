"""RIGHT: a decorator keeps what a function returns, under a key for each half an hour."""

from functools import wraps
from time import time

from django.core.cache import caches
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post

HALF_AN_HOUR = 30 * 60


def shared(function):
    @wraps(function)
    def inner():
        cache = caches["default"]
        key = f"who_am_i:{function.__name__}:{int(time() // HALF_AN_HOUR)}"
        kept = cache.get(key)
        if kept is None:
            kept = function()
            cache.set(key, kept, HALF_AN_HOUR)
        return kept

    return inner


@shared
def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def home(request):
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()))
