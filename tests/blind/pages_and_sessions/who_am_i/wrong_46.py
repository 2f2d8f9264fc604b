"""Breaks default cache: the list is kept in a variable of the process (lru_cache), by the minute.

Another server process asks again, and emptying the default cache changes nothing."""

import time
from functools import lru_cache

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.vary import vary_on_cookie

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


@lru_cache(maxsize=1)
def posts(minute):
    return newest()


@vary_on_cookie
def home(request):
    name = request.user.get_username() or "stranger"
    content = posts(int(time.time() // 60))
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, content))
