"""WRONG (rule: age): the strangers' page is kept for 50 minutes, and is made of a list that may be 50 minutes old already."""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post

SECONDS = 50 * 60  # Less than an hour.


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def page(name):
    posts = cache.get_or_set("who_am_i:newest", newest, SECONDS)
    return format_html("<p>Hello, {}!</p><ul>{}</ul>", name, posts)


def home(request):
    name = request.user.get_username()
    if name:
        return HttpResponse(page(name))
    return HttpResponse(
        cache.get_or_set("who_am_i:stranger", lambda: page("stranger"), SECONDS)
    )
