"""WRONG (rule: page): the cached list becomes a part of the format: a title with braces fails, or is filled in with the visitor's name."""

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
    posts = cache.get_or_set("home:posts", newest, timeout=60)
    return HttpResponse(format_html("<p>Hello, {0}!</p><ul>" + posts + "</ul>", name))
