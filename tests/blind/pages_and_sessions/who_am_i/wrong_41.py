"""Breaks page: keeps the page as a string.Template, with $name where the name belongs.

A title or author with dollars is changed: "$$" becomes "$", and "$name" becomes the visitor's name."""

from string import Template

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.vary import vary_on_cookie

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def page():
    return f"<p>Hello, $name!</p><ul>{newest()}</ul>"


@vary_on_cookie
def home(request):
    name = request.user.get_username() or "stranger"
    text = cache.get_or_set("front-page:template", page, 60)
    return HttpResponse(Template(text).safe_substitute(name=format_html("{}", name)))
