"""WRONG (rule: own name): pages are keyed by the slug of the name: "a.bob" and "abob", or "Bob" and "bob", are greeted with each other's name."""

from django.utils.text import slugify
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def home(request):
    name = request.user.get_username() or "stranger"
    key = f"home:{slugify(name)}"
    page = cache.get(key)
    if page is None:
        page = format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest())
        cache.set(key, page, timeout=60)
    return HttpResponse(page)
