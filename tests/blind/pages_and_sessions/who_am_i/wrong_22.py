"""WRONG (rule: own name): a page for each account's id: who has changed the username sees the old one until the page expires."""

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
    key = f"home:{request.user.pk}"
    page = cache.get(key)
    if page is None:
        name = request.user.get_username() or "stranger"
        page = format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest())
        cache.set(key, page, timeout=60)
    return HttpResponse(page)
