"""The ETag is made of the list alone: after a log-out it says that the page is the same as before.

A 304 sends no page. The browser shows the one that it has, with "Hello, alice!".

Breaks: own name
Fails: private
"""

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import etag

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def cached():
    return cache.get_or_set("newest_posts", newest, timeout=60)


def version(request):
    return f'"{sha256(cached().encode()).hexdigest()}"'


@etag(version)
def home(request):
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, cached()))
