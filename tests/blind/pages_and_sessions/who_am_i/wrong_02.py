"""WRONG (rule: own name): the page of a name is kept under the name in small letters: Alice is greeted as alice if alice was there in the last minute."""

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def key_of(name):
    return "who_am_i:" + sha256(name.casefold().encode()).hexdigest()


def home(request):
    name = request.user.get_username() or "stranger"
    key = key_of(name)
    page = cache.get(key)
    if page is None:
        page = format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest())
        cache.set(key, page, 60)
    return HttpResponse(page)
