"""WRONG (rule: page): a stand-in for the name in the cached page is replaced everywhere, also in a title that contains it."""

from django.utils.html import escape
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)

NAME = "%%USERNAME%%"


def template():
    return str(format_html("<p>Hello, {}!</p><ul>{}</ul>", NAME, newest()))


def home(request):
    name = request.user.get_username() or "stranger"
    page = cache.get_or_set("home:page", template, timeout=60)
    return HttpResponse(page.replace(NAME, escape(name)))
