"""The list is in a variable, with a time stamp: each process queries for itself, and they disagree.

Breaks: default cache
Fails: cache
"""

import time

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post

stored = {"posts": "", "until": 0.0}


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def home(request):
    name = request.user.get_username() or "stranger"
    if stored["until"] < time.monotonic():
        stored.update(posts=newest(), until=time.monotonic() + 60)
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, stored["posts"]))
