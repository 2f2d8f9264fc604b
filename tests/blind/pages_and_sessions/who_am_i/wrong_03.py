"""WRONG (rule: page): the kept page has [[name]] where the name goes, and a title or author with [[name]] in it is changed as well."""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.html import escape

from arena.discuss.models import Post

NAME = "[[name]]"


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def page():
    return str(format_html("<p>Hello, {}!</p><ul>{}</ul>", NAME, newest()))


def home(request):
    name = request.user.get_username() or "stranger"
    kept = cache.get_or_set("who_am_i:page", page, 15 * 60)
    return HttpResponse(kept.replace(NAME, escape(name)))
