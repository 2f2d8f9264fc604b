"""Breaks age (no key stays longer): the list's version, for an administrator who wants to empty it, has no timeout.

The key front-page:version stays in the cache forever after the first visit; the pages are right."""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.vary import vary_on_cookie

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def posts():
    version = cache.get_or_set("front-page:version", 1, None)
    return mark_safe(cache.get_or_set("front-page:posts", newest, 60, version=version))


@vary_on_cookie
def home(request):
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, posts()))
